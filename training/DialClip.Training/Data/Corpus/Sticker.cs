using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Corpus;

/// <summary>One sticker of the fetched set: an emoji with its names and its picture.</summary>
/// <param name="Id">Emojibase's hexcode.</param>
/// <param name="Name">The name.</param>
/// <param name="Keywords">Emojibase's tags.</param>
/// <param name="Shortcodes">Names in the shortcode sets, underscores between words.</param>
/// <param name="Associations">Words that people look for it by, underscores between words (emojilib).</param>
/// <param name="Emoticon">Character faces that mean it.</param>
/// <param name="Png">The 64 px picture, a path below the set's folder.</param>
/// <param name="Svg">The vector drawing, or null where there is none.</param>
/// <param name="Group">Emojibase's group, such as 'food-drink'; null where it is in none.</param>
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
    /// <summary>Gets the name, the keywords, and what shortcodes and associations add to them, in lower case.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Phrases => phrases ??= MakePhrases();

    private IReadOnlyList<string>? phrases;

    private List<string> MakePhrases()
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
