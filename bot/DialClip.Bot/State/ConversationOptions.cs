using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.State;

/// <summary>The settings of the history, deduplication and commands of conversations.</summary>
public sealed class ConversationOptions
{
    /// <summary>Gets or sets the number of turns that are stored: texts and pictures of both sides.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 32)]
    public int HistoryTurns { get; set; } = 8;

    /// <summary>Gets or sets the most characters of a text that are read and stored.</summary>
    /// <value>The default is 2000.</value>
    [Range(1, 4000)]
    public int MaxTextLength { get; set; } = 2000;

    /// <summary>
    /// Gets or sets the number of activity ids that are stored, so that a duplicate is answered once.
    /// </summary>
    /// <value>The default is 64.</value>
    [Range(1, 256)]
    public int RememberedActivities { get; set; } = 64;

    /// <summary>
    /// Gets or sets the age, since its last use, at which a conversation's record is read no more and removed: with it
    /// end the history, the replies that feedback can name, the choice of catalog and "stop".
    /// </summary>
    /// <value>The default is 30 days. 0 keeps records until they are erased.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "3650.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets or sets the most records in memory, where the bot has registered no storage; the one that was used last the
    /// longest ago is dropped for each further one.
    /// </summary>
    /// <value>The default is 2000; each takes some 30 KB as a rule, and 130 KB at most.</value>
    [Range(1, 1_000_000)]
    public int MaxInMemory { get; set; } = 2000;

    /// <summary>Gets or sets whether messages of a group that do not mention the bot are answered.</summary>
    /// <value>The default is false.</value>
    public bool AnswerUnaddressed { get; set; }

    /// <summary>
    /// Gets or sets the words that stop the plugin in a conversation, separated by commas; a message that is exactly
    /// one of them is the command.
    /// </summary>
    /// <value>The default is 'stop'. Empty, there is no such command.</value>
    public string StopCommand { get; set; } = "stop";

    /// <summary>Gets or sets the words that start the plugin again, separated by commas.</summary>
    /// <value>The default is 'start'. Empty, there is no such command.</value>
    public string StartCommand { get; set; } = "start";

    /// <summary>Gets or sets the plugin's confirmation of the command that stops it.</summary>
    /// <value>The default tells how to start it again.</value>
    [Required]
    public string StoppedText { get; set; } = "I will send nothing more here. Say \"start\" when you want me back.";

    /// <summary>Gets or sets the plugin's confirmation of the command that starts it.</summary>
    /// <value>The default tells how to stop it.</value>
    [Required]
    public string StartedText { get; set; } = "I am back. Say \"stop\" when it is too much.";
}
