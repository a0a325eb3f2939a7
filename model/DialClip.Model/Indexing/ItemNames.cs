using DialClip.Encoders;
using DialClip.Model.Indexing.Lexical;

namespace DialClip.Model.Indexing;

/// <summary>The pictures of a catalog by their names and captions.</summary>
internal sealed class ItemNames
{
    // A longer text is neither a name nor a caption that somebody types.
    private const int MaxLength = 2_048;

    private static readonly HashSet<string> Articles = ["a", "an", "the"];

    // Words of which whole messages to a bot are made; as names they would answer for the bot that was meant.
    private static readonly HashSet<string> CommandWords = (
        "ok okay yes yeah yep no nope help stop start begin cancel back next previous more less menu main home agent "
        + "human operator person please thanks thank hello hi hey bye goodbye cool fine sure good great nice done "
        + "continue confirm submit send save edit delete remove exit quit restart reset again info go log sign open "
        + "close see got never mind problem right wrong now later today tomorrow yesterday skip retry search new"
    )
        .Split(' ')
        .ToHashSet(StringComparer.Ordinal);

    private readonly Dictionary<string, List<CatalogItem>> byName;

    private ItemNames(Dictionary<string, List<CatalogItem>> byName) => this.byName = byName;

    /// <summary>Finds the names and captions of a catalog's pictures.</summary>
    public static ItemNames Find(IReadOnlyList<CatalogItem> items)
    {
        var byName = new Dictionary<string, List<CatalogItem>>(StringComparer.Ordinal);
        foreach (var item in items.Where(item => item.Modality == Modality.Picture))
        foreach (
            var key in new[] { item.Name, item.Caption ?? "" }
                .Select(name => string.Join(' ', Split(name)))
                .Where(key => key.Length > 0)
                .Distinct(StringComparer.Ordinal)
        )
            if (byName.TryGetValue(key, out var same))
                same.Add(item);
            else
                byName[key] = [item];
        return new(byName);
    }

    /// <summary>
    /// Gets the pictures whose name or caption a text is, whatever its case, punctuation, spaces and forms of
    /// characters; in the catalog's order.
    /// </summary>
    public IReadOnlyList<CatalogItem> Match(string text) =>
        byName.Count > 0 && Split(text) is { Count: > 0 } words
            ? byName.GetValueOrDefault(string.Join(' ', words)) ?? []
            : [];

    /// <summary>
    /// Determines whether a text can hardly mean anything but the item of that name: it has two words or more besides
    /// articles, one of them neither a stop word, a number, nor a word of commands.
    /// </summary>
    public static bool IsDistinctive(string text)
    {
        var words = Split(text).Where(word => !Articles.Contains(word)).ToList();
        // Without spaces, three characters are as much as two words.
        var count = words.Sum(word => TextWords.IsUnspaced(word) ? Math.Max(1, word.Length - 1) : 1);
        return count >= 2 && words.Any(IsContent);
    }

    private static bool IsContent(string word) =>
        word.Any(char.IsLetter) && !LexicalTerms.IsStopWord(word) && !CommandWords.Contains(word);

    private static List<string> Split(string text) => text.Length > MaxLength ? [] : TextWords.Split(text, MaxLength);
}
