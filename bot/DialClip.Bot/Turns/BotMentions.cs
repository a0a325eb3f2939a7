using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>The mentions of the bot in a message.</summary>
internal static partial class BotMentions
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
        if (!Any(activity))
            return text;
        text = RemoveAttributes(text);
        foreach (var mention in Find(activity).Take(MaxMentions))
        foreach (var spelling in GetSpellings(mention, activity.Recipient?.Name).Select(RemoveAttributes))
            if (spelling.Length <= MaxLength && Remove(text, spelling) is { } without)
            {
                text = without;
                break;
            }
        return text;
    }

    // A channel may number the tags of the text and not those of its mentions.
    private static string RemoveAttributes(string text) => Attributes().Replace(text, "<at>");

    // Null where the spelling is not there; the words around it stay apart.
    private static string? Remove(string text, string spelling)
    {
        var words = new StringBuilder(text.Length);
        var rest = 0;
        for (
            var at = text.IndexOf(spelling, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(spelling, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = at + spelling.Length;
            if (at < rest || (at > 0 && IsOneWord(text[at - 1], text[at])) || IsWithinWord(text, end))
                continue;
            words.Append(text, rest, at - rest).Append(' ');
            rest = end;
        }

        return rest == 0 ? null : words.Append(text, rest, text.Length - rest).ToString();

        static bool IsWithinWord(string text, int end) => end < text.Length && IsOneWord(text[end - 1], text[end]);
    }

    // "@Bot" is no mention in "me@bot.example" and "@Bottom". Chinese and Japanese are written without spaces.
    private static bool IsOneWord(char left, char right) => IsAlphabetic(left) && (IsAlphabetic(right) || right == '@');

    private static bool IsAlphabetic(char letter) => char.IsLetterOrDigit(letter) && letter < '\u2e80';

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
    private static IEnumerable<Mention> Find(Activity activity) => activity.Entities is null ? [] : FindAll(activity);

    private static IEnumerable<Mention> FindAll(Activity activity) =>
        from entity in activity.Entities
        where string.Equals(entity?.Type, "mention", StringComparison.OrdinalIgnoreCase)
        let mentioned = entity.Properties?["mentioned"] as JObject
        where GetText(mentioned, "id") is { } id && id == activity.Recipient?.Id
        select new Mention(GetText(entity.Properties, "text"), GetText(mentioned, "name"));

    private static string? GetText(JObject? entity, string property) =>
        entity?[property] is JValue { Value: string text } ? text : null;

    [GeneratedRegex("<at [^<>]*>", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Attributes();

    private sealed record Mention(string? Text, string? Name);
}
