using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Data.Catalogs;

/// <summary>The sources of a catalog of stickers and text replies.</summary>
/// <param name="StickerFolder">The folder of the fetched sticker set.</param>
/// <param name="TextFile">The text replies, JSON lines.</param>
/// <param name="Groups">The groups of stickers to include; empty for all.</param>
/// <param name="TagFile">The tag rules, JSON lines; null for no tags.</param>
internal sealed record CatalogSources(
    string StickerFolder,
    string TextFile,
    IReadOnlyList<string> Groups,
    string? TagFile
)
{
    /// <summary>Reads the stickers of the groups.</summary>
    /// <exception cref="InvalidDataException">A line is malformed, or a group has no sticker.</exception>
    public IReadOnlyList<Sticker> ReadStickers()
    {
        var all = StickerSet.Read(StickerFolder);
        var known = all.Select(sticker => sticker.Group).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Groups.FirstOrDefault(group => !known.Contains(group)) is { } unknown
            ? throw new InvalidDataException(
                $"No sticker of '{StickerFolder}' is in group '{unknown}'; expected one of "
                    + $"{string.Join(", ", known.Order(StringComparer.Ordinal))}. "
                    + "Fetch a sticker set without groups again with './build.sh fetch'."
            )
            :
            [
                .. all.Where(sticker =>
                    Groups.Count == 0 || (sticker.Group is not null && Groups.Contains(sticker.Group))
                ),
            ];
    }
}
