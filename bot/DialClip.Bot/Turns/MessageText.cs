using DialClip.Bot.State;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>The text of a user's message, and whether it is addressed to the bot.</summary>
internal static class MessageText
{
    // Far more than people write; each mention costs a search through the text.
    private const int MaxMentions = 8;
    private const int MaxMentionLength = 256;

    /// <summary>
    /// Gets an activity's text without mentions of the bot, truncated to the limit; null where there is none.
    /// </summary>
    public static string? Get(Activity activity, ConversationOptions options)
    {
        // What the mentions take is read beyond the limit, so that enough of the text is left.
        var text = activity.Recipient?.Id is null
            ? activity.Text
            : RemoveMentions(activity, 2 * options.MaxTextLength + MaxMentions * MaxMentionLength);
        text = Truncate(text?.Trim(), options.MaxTextLength);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>
    /// Determines whether a message is addressed to the bot: always in a one-to-one chat, by a mention in a group.
    /// </summary>
    public static bool IsAddressed(Activity activity) =>
        activity.Conversation?.IsGroup != true || FindMentions(activity).Any();

    /// <summary>Truncates a text to a number of characters, never within a surrogate pair.</summary>
    public static string? Truncate(string? text, int maxLength)
    {
        if (text is null || text.Length <= maxLength)
            return text;
        return char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)] : text[..maxLength];
    }

    // The SDK's RemoveRecipientMention changes the activity, which the host bot needs as it came.
    private static string? RemoveMentions(Activity activity, int maxLength)
    {
        var text = Truncate(activity.Text, maxLength);
        foreach (var mention in FindMentions(activity).Take(MaxMentions))
            if (mention is { Length: > 0 and <= MaxMentionLength })
                text = text?.Replace(mention, "", StringComparison.OrdinalIgnoreCase);
        return text;
    }

    // The texts by which the bot is mentioned. The SDK's GetMentions throws at an entity that is not a proper mention.
    private static IEnumerable<string?> FindMentions(Activity activity) =>
        from entity in activity.Entities ?? []
        where
            string.Equals(entity?.Type, "mention", StringComparison.OrdinalIgnoreCase)
            && (entity.Properties?["mentioned"] as JObject)?["id"] is JValue { Value: string id }
            && id == activity.Recipient?.Id
        select (entity.Properties["text"] as JValue)?.Value as string;
}
