using DialClip.Bot.Attachments;
using DialClip.Bot.Conversation;
using DialClip.Model.Dialog;
using DialClip.Model.Imaging;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot;

/// <summary>What a user's message holds for this bot.</summary>
/// <param name="Text">The text without a mention of the bot, cut to the limit; null when there is none.</param>
/// <param name="Picture">The first usable picture, or null.</param>
internal sealed record IncomingMessage(string? Text, RgbImage? Picture)
{
    /// <summary>Reads a message.</summary>
    public static async Task<IncomingMessage> ReadAsync(Activity activity, PictureReader pictures, ConversationOptions options, CancellationToken cancellationToken)
    {
        var text = Cut((activity.Recipient?.Id is null ? activity.Text : WithoutMention(activity))?.Trim(), options.MaxTextLength);
        return new(string.IsNullOrWhiteSpace(text) ? null : text, await pictures.ReadAsync(activity, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Gets every id that the activity is known by: the channel's, and the one that Web Chat keeps when it sends again.</summary>
    public static IReadOnlyList<string> IdsOf(Activity activity)
    {
        var ids = new List<string>();
        if (activity.Id is { Length: > 0 and <= 256 } id)
            ids.Add(id);
        if (activity.ChannelData is JObject data && data["clientActivityID"] is JValue { Value: string { Length: > 0 and <= 256 } client })
            ids.Add("client:" + client);
        return ids;
    }

    /// <summary>Tells whether the bot is spoken to: always in a one-to-one chat, by a mention in a group.</summary>
    public static bool IsAddressed(Activity activity) =>
        activity.Conversation?.IsGroup != true || activity.GetMentions().Any(mention => mention.Mentioned?.Id is { } id && id == activity.Recipient?.Id);

    /// <summary>Gets the message as turns of the history, the picture first.</summary>
    public IEnumerable<DialogTurn> Turns()
    {
        if (Picture is not null)
            yield return DialogTurn.OfPicture(Speaker.User, Picture);
        if (Text is not null)
            yield return DialogTurn.OfText(Speaker.User, Text);
    }

    // The SDK's own way changes the activity, which the host bot still needs as it came.
    private static string? WithoutMention(Activity activity)
    {
        var text = activity.Text;
        foreach (var mention in activity.GetMentions())
            if (mention.Mentioned?.Id == activity.Recipient.Id && mention.Text is { Length: > 0 } shown)
                text = text?.Replace(shown, "", StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most)
            return text;
        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }
}
