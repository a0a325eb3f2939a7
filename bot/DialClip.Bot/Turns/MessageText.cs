using DialClip.Bot.State;
using DialClip.Encoders.Text;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>
/// The text of a message as commands, history and model see it: without mentions of the bot, markup and what nobody
/// sees. The activity stays as the channel sent it.
/// </summary>
internal static class MessageText
{
    // Entities and tags are longer than what they stand for.
    private const int MarkupFactor = 4;

    /// <summary>Gets the text of a user's message, truncated to the limit; null where there is none.</summary>
    public static string? Get(Activity activity, ConversationOptions options)
    {
        var text = Truncate(activity.Text, MarkupFactor * options.MaxTextLength + BotMentions.MaxTotalLength);
        if (string.IsNullOrEmpty(text))
            return null;
        return Clean(ChannelMarkup.Decode(BotMentions.Remove(text, activity), activity), options.MaxTextLength);
    }

    /// <summary>Gets the text of a message that a bot sent, truncated to a limit; null where there is none.</summary>
    /// <param name="text">The message's own text, or that of its cards.</param>
    /// <param name="activity">The message.</param>
    /// <param name="maxLength">The most characters.</param>
    public static string? GetSent(string? text, Activity activity, int maxLength)
    {
        var limited = Truncate(text, MarkupFactor * maxLength);
        return string.IsNullOrEmpty(limited) ? null : Clean(ChannelMarkup.Decode(limited, activity), maxLength);
    }

    /// <summary>
    /// Determines whether a message is addressed to the bot: always in a one-to-one chat, by a mention in a group.
    /// </summary>
    public static bool IsAddressed(Activity activity) =>
        activity.Conversation?.IsGroup != true || BotMentions.Any(activity);

    /// <summary>Truncates a text to a number of characters, never within a surrogate pair.</summary>
    public static string? Truncate(string? text, int maxLength)
    {
        if (text is null || text.Length <= maxLength)
            return text;
        return char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)] : text[..maxLength];
    }

    private static string? Clean(string text, int maxLength)
    {
        var clean = Truncate(VisibleText.Clean(text), maxLength);
        return string.IsNullOrWhiteSpace(clean) ? null : clean;
    }
}
