using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Data.Catalogs;

/// <summary>What a catalog of stickers and text replies is made of.</summary>
/// <param name="StickerFolder">The fetched sticker set.</param>
/// <param name="TextFile">The text replies, JSON lines.</param>
/// <param name="Groups">The groups of stickers to take; empty for all.</param>
/// <param name="TagFile">Rules for tags, JSON lines; null for no tags.</param>
internal sealed record CatalogSources(
    string StickerFolder,
    string TextFile,
    IReadOnlyList<string> Groups,
    string? TagFile
)
{
    /// <summary>Reads the chosen stickers.</summary>
    /// <exception cref="InvalidDataException">A line is no sticker, or no sticker is of a group.</exception>
    public IReadOnlyList<Sticker> ReadStickers()
    {
        var all = StickerSet.Read(StickerFolder);
        var known = all.Select(sticker => sticker.Group).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Groups.FirstOrDefault(group => !known.Contains(group)) is { } unknown
            ? throw new InvalidDataException(
                $"No sticker of '{StickerFolder}' is of group '{unknown}'; expected one of {string.Join(", ", known.Order(StringComparer.Ordinal))}. A set that knows no groups is made anew by './build.sh fetch'."
            )
            :
            [
                .. all.Where(sticker =>
                    Groups.Count == 0 || (sticker.Group is not null && Groups.Contains(sticker.Group))
                ),
            ];
    }
}
