using DialClip.Bot.Conversation;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>What a user's message holds for this bot.</summary>
/// <param name="Text">The text without a mention of the bot, cut to the limit; null when there is none.</param>
/// <param name="Picture">The first usable picture, or null.</param>
internal sealed record IncomingMessage(string? Text, RgbImage? Picture)
{
    // More than this is no way to speak to a bot; each costs a search through the text.
    private const int MostMentions = 8;
    private const int LongestMention = 256;

    /// <summary>Gets whether it holds nothing that could be answered.</summary>
    public bool IsEmpty => Text is null && Picture is null;

    /// <summary>Gets the text of an activity without a mention of the bot, cut to the limit; null when there is none.</summary>
    public static string? TextOf(Activity activity, ConversationOptions options)
    {
        var text = Cut(
            (
                activity.Recipient?.Id is null
                    ? activity.Text
                    : WithoutMention(activity, 2 * options.MaxTextLength + MostMentions * LongestMention)
            )?.Trim(),
            options.MaxTextLength
        );
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>Tells whether the bot is spoken to: always in a one-to-one chat, by a mention in a group.</summary>
    public static bool IsAddressed(Activity activity) =>
        activity.Conversation?.IsGroup != true || MentionsOf(activity).Any();

    /// <summary>Gets the message as turns of the history, the picture first.</summary>
    public IEnumerable<DialogTurn> Turns()
    {
        if (Picture is not null)
            yield return DialogTurn.OfPicture(Speaker.User, Picture);
        if (Text is not null)
            yield return DialogTurn.OfText(Speaker.User, Text);
    }

    /// <summary>Cuts a text to a number of characters, and none of them in half.</summary>
    public static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most)
            return text;
        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }

    // The SDK's own way changes the activity, which the host bot still needs as it came.
    private static string? WithoutMention(Activity activity, int most)
    {
        // Twice the longest text that is kept, so that what the mentions take leaves enough of it.
        var text = Cut(activity.Text, most);
        foreach (var mention in MentionsOf(activity).Take(MostMentions))
            if (mention is { Length: > 0 and <= LongestMention })
                text = text?.Replace(mention, "", StringComparison.OrdinalIgnoreCase);
        return text;
    }

    // The texts by which the bot is mentioned. The SDK's own way throws at an entity that is no proper mention, which need not trouble the host bot.
    private static IEnumerable<string?> MentionsOf(Activity activity) =>
        from entity in activity.Entities ?? []
        where
            string.Equals(entity?.Type, "mention", StringComparison.OrdinalIgnoreCase)
            && (entity.Properties?["mentioned"] as JObject)?["id"] is JValue { Value: string id }
            && id == activity.Recipient?.Id
        select (entity.Properties["text"] as JValue)?.Value as string;
}
