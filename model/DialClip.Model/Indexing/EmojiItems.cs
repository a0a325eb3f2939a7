using DialClip.Encoders;
using DialClip.Encoders.Text;

namespace DialClip.Model.Indexing;

/// <summary>The items of a catalog that stand for an emoji.</summary>
internal sealed class EmojiItems
{
    // Numbers of four digits may be code points by chance.
    private const double MinCodePointShare = 0.5;

    private readonly Dictionary<string, CatalogItem> byKey;

    private EmojiItems(Dictionary<string, CatalogItem> byKey) => this.byKey = byKey;

    /// <summary>Finds the items of a catalog.</summary>
    public static EmojiItems Find(IReadOnlyList<CatalogItem> items)
    {
        var byKey = new Dictionary<string, CatalogItem>(StringComparer.Ordinal);
        var ids = items.Select(item => EmojiSequence.FindName(item.Id)).ToList();
        var pictures = Enumerable.Range(0, items.Count).Where(index => items[index].Modality == Modality.Picture);
        var named = pictures.Select(index => ids[index] is null ? 0d : 1).DefaultIfEmpty().Average();
        var areCodePoints = named >= MinCodePointShare;
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            if (ids[index] is { } id && (areCodePoints || !char.IsAsciiHexDigit(item.Id[0])))
                byKey.TryAdd(id, item);
            foreach (var keyword in item.Keywords)
                if (!IsAsciiOnly(keyword) && EmojiSequence.FindName(keyword) is { } key)
                    byKey.TryAdd(key, item);
        }

        return new(byKey);
    }

    /// <summary>Gets the item of the first emoji of a text of emoji that has one; null where there is none.</summary>
    public CatalogItem? Match(string text)
    {
        if (byKey.Count == 0 || IsAsciiOnly(text))
            return null;
        foreach (var keys in EmojiSequence.Read(text))
        foreach (var key in keys)
            if (byKey.TryGetValue(key, out var item))
                return item;
        return null;
    }

    private static bool IsAsciiOnly(string text) => System.Text.Ascii.IsValid(text);
}
