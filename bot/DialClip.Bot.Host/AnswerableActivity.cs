using Microsoft.Bot.Schema;

namespace DialClip.Bot.Host;

/// <summary>
/// The check that an activity can be answered at all: the SDK sends replies to an address that is made of the ids of
/// conversation and activity, and names the conversation in a header.
/// </summary>
internal static class AnswerableActivity
{
    /// <summary>The most characters of an id; channels' own have some hundred.</summary>
    public const int MaxIdLength = 4096;

    /// <summary>Refuses an activity to which no reply could be sent, before a turn begins.</summary>
    /// <exception cref="BadHttpRequestException">
    /// The conversation's id is missing, too long or no printable ASCII, or the activity's id is too long; the status
    /// is 400.
    /// </exception>
    public static void Require(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        RequireLength("conversation.id", activity.Conversation?.Id);
        RequireLength("id", activity.Id);
        if (string.IsNullOrWhiteSpace(activity.Conversation?.Id))
            throw new BadHttpRequestException("'conversation.id' is missing; expected the id of a conversation.");
        var index = activity.Conversation.Id.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (index >= 0)
            throw new BadHttpRequestException(
                $"'conversation.id' has the character U+{(int)activity.Conversation.Id[index]:X4} at {index}, which "
                    + "no reply could name; expected printable ASCII."
            );
    }

    private static void RequireLength(string name, string? id)
    {
        if (id is { Length: > MaxIdLength })
            throw new BadHttpRequestException($"'{name}' has {id.Length} characters; expected {MaxIdLength} at most.");
    }
}
