using System.Net;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>The mentions of the bot in a message.</summary>
internal static class BotMentions
{
    // Far more than people write; each mention costs a search through the text.
    private const int MaxMentions = 8;
    private const int MaxLength = 256;

    /// <summary>The most characters that mentions take of a text.</summary>
    public const int MaxTotalLength = MaxMentions * MaxLength;

    /// <summary>Determines whether a message mentions the bot.</summary>
    public static bool Any(Activity activity) => Find(activity).Any();

    /// <summary>Gets a text without the mentions of the bot.</summary>
    /// <remarks>The SDK's RemoveRecipientMention changes the activity, which the host bot needs as it came.</remarks>
    /// <param name="text">The text as the channel sent it.</param>
    /// <param name="activity">Its activity.</param>
    public static string Remove(string text, Activity activity)
    {
        foreach (var mention in Find(activity).Take(MaxMentions))
        foreach (var spelling in GetSpellings(mention, activity.Recipient?.Name))
            if (
                spelling.Length <= MaxLength
                && text.Replace(spelling, "", StringComparison.OrdinalIgnoreCase) is var shorter
                && shorter.Length != text.Length
            )
            {
                text = shorter;
                break;
            }
        return text;
    }

    // The text of the mention; channels that send none write the name as a tag, or behind an at sign.
    private static IEnumerable<string> GetSpellings(Mention mention, string? ownName)
    {
        if (mention.Text is { Length: > 0 } text)
        {
            yield return text;
            yield return WebUtility.HtmlDecode(text);
        }

        foreach (var name in new[] { mention.Name, ownName }.OfType<string>().Where(name => name.Length > 0))
        {
            yield return $"<at>{name}</at>";
            yield return $"<at>{WebUtility.HtmlEncode(name)}</at>";
            yield return "@" + name;
        }
    }

    // The SDK's GetMentions throws at an entity that is not a proper mention.
    private static IEnumerable<Mention> Find(Activity activity) =>
        from entity in activity.Entities ?? []
        where string.Equals(entity?.Type, "mention", StringComparison.OrdinalIgnoreCase)
        let mentioned = entity.Properties?["mentioned"] as JObject
        where GetText(mentioned, "id") is { } id && id == activity.Recipient?.Id
        select new Mention(GetText(entity.Properties, "text"), GetText(mentioned, "name"));

    private static string? GetText(JObject? entity, string property) =>
        entity?[property] is JValue { Value: string text } ? text : null;

    private sealed record Mention(string? Text, string? Name);
}
