using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Conversation;

/// <summary>What is kept of a conversation, and when the bot takes part in it.</summary>
public sealed class ConversationOptions
{
    /// <summary>Gets or sets how many turns are kept, texts and pictures of both sides.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 32)]
    public int HistoryTurns { get; set; } = 8;

    /// <summary>Gets or sets how many characters of a text are kept and read.</summary>
    /// <value>The default is 2000.</value>
    [Range(1, 4000)]
    public int MaxTextLength { get; set; } = 2000;

    /// <summary>Gets or sets how many activities are remembered so that one delivered twice is answered once.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 256)]
    public int RememberedActivities { get; set; } = 64;

    /// <summary>Gets or sets whether messages of a group are answered that do not mention the bot.</summary>
    /// <value>The default is false.</value>
    public bool AnswerUnaddressed { get; set; }

    /// <summary>Gets or sets the words that make the plugin stop in a conversation, separated by commas; a message that says just one of them is taken as the command.</summary>
    /// <value>The default is 'stop'. Empty, there is no such command.</value>
    public string StopCommand { get; set; } = "stop";

    /// <summary>Gets or sets the words that make it start again, separated by commas.</summary>
    /// <value>The default is 'start'. Empty, there is no such command.</value>
    public string StartCommand { get; set; } = "start";

    /// <summary>Gets or sets what the plugin says when it stops.</summary>
    /// <value>The default tells how to start it again.</value>
    [Required]
    public string StoppedText { get; set; } = "I will send nothing more here. Say \"start\" when you want me back.";

    /// <summary>Gets or sets what the plugin says when it starts again.</summary>
    /// <value>The default tells how to stop it.</value>
    [Required]
    public string StartedText { get; set; } = "I am back. Say \"stop\" when it is too much.";
}
