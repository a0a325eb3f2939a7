using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Corpus;

/// <summary>One sticker of the fetched set: an emoji with its names and its picture.</summary>
/// <param name="Id">Emojibase's hexcode.</param>
/// <param name="Name">The name.</param>
/// <param name="Keywords">Emojibase's tags.</param>
/// <param name="Shortcodes">Names in the shortcode sets, underscores between words.</param>
/// <param name="Associations">Search words of emojilib, underscores between words.</param>
/// <param name="Emoticon">Equivalent emoticons, such as ":)".</param>
/// <param name="Png">The path of the 64 px picture in the set's folder.</param>
/// <param name="Svg">The path of the vector drawing; null where there is none.</param>
/// <param name="Group">Emojibase's group, such as 'food-drink'; null for none.</param>
internal sealed record Sticker(
    string Id,
    string Name,
    IReadOnlyList<string> Keywords,
    IReadOnlyList<string> Shortcodes,
    IReadOnlyList<string> Associations,
    IReadOnlyList<string> Emoticon,
    string Png,
    string? Svg,
    string? Group = null
)
{
    /// <summary>Gets the distinct phrases of name, keywords, shortcodes and associations, in lower case.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Phrases => phrases ??= CollectPhrases();

    private IReadOnlyList<string>? phrases;

    private List<string> CollectPhrases()
    {
        var all = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var phrase in Keywords
                .Prepend(Name)
                .Concat(Shortcodes.Concat(Associations).Select(code => code.Replace('_', ' ').Replace('-', ' ')))
        )
        {
            var plain = phrase.Trim().ToLowerInvariant();
            if (plain.Any(char.IsAsciiLetterLower) && seen.Add(plain))
                all.Add(plain);
        }
        return all;
    }
}
