using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>The texts that describe an item beside its pixels.</summary>
public static class CaptionTexts
{
    /// <summary>
    /// Gets the texts whose mean feature is the caption's: the name, the name with the keywords, the caption.
    /// </summary>
    /// <returns>The texts, each once; none for a picture of which nothing is said, and for texts.</returns>
    public static IReadOnlyList<string> Get(CatalogItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Modality == Modality.Text
            ? []
            : Clean([item.Name, Join(item.Name, item.Keywords), item.Caption ?? ""]);
    }

    /// <summary>Gets all words of an item, as the lexical index reads them.</summary>
    public static string GetWords(CatalogItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var first = item.Modality == Modality.Text ? item.Text! : item.Name;
        return string.Join(' ', (string[])[first, .. item.Keywords, item.Caption ?? ""]);
    }

    private static string Join(string name, IReadOnlyList<string> keywords) =>
        string.Join(", ", Clean([name, .. keywords]));

    private static List<string> Clean(IEnumerable<string> texts) =>
        [
            .. texts
                .Where(text => !string.IsNullOrWhiteSpace(text))
                .Select(text => text.Trim())
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}
