using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Encoders;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>A message's turn: the activity, its text and the history before it.</summary>
/// <param name="Context">The SDK's context of the turn.</param>
/// <param name="Key">The key of the conversation's record.</param>
/// <param name="Text">The message's text without mentions of the bot, truncated; null where there is none.</param>
/// <param name="Sent">The messages that are sent in the turn, by the plugin or the host bot.</param>
/// <param name="Record">The record before the turn; null where it could not be read.</param>
internal sealed record TurnState(
    ITurnContext Context,
    string Key,
    string? Text,
    SentMessages Sent,
    ConversationRecord? Record = null
)
{
    /// <summary>Gets how far the plugin may take part, by the settings and the host's gates.</summary>
    public ReplyMode Mode { get; init; } = ReplyMode.Off;

    /// <summary>Gets the reason of that mode, where a gate changed it.</summary>
    public string? ModeReason { get; init; }

    /// <summary>Gets whether somebody had answered before the plugin saw the message.</summary>
    public bool WasAnsweredBefore { get; init; }

    /// <summary>Gets the message.</summary>
    public Activity Activity => Context.Activity;

    /// <summary>Gets the name of the conversation in logs.</summary>
    public ConversationHash Conversation { get; init; }

    /// <summary>Gets the hash of the user who speaks; null where the channel names none.</summary>
    public string? User { get; init; }

    /// <summary>
    /// Gets whether a turn that died may have sent the plugin's reply to the message, which is sent again.
    /// </summary>
    public bool IsUncertain { get; init; }

    /// <summary>Gets the stored form of the message's id; null where the channel gives none.</summary>
    public string? MessageId => ActivityIds.Normalize(Activity.Id);

    /// <summary>
    /// Gets the text as a stored turn without a feature; null where there is no text, or no id to find it by.
    /// </summary>
    public StoredTurn? GetTextTurn() =>
        Text is null || MessageId is null ? null : new(Speaker.User, Modality.Text, Text, Id: MessageId, User: User);
}
