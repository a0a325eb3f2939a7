using DialClip.Artifacts;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Indexing;

/// <summary>A catalog: the pictures and texts that the bot may answer with.</summary>
public sealed class Catalog
{
    private readonly Dictionary<string, CatalogItem> byId;
    private readonly EmojiItems emoji;
    private readonly ItemNames names;

    private Catalog(ArtifactFolder folder, IReadOnlyList<CatalogItem> items)
    {
        (Folder, Items) = (folder, items);
        emoji = EmojiItems.Find(items);
        names = ItemNames.Find(items);
        byId = items.ToDictionary(item => item.Id, StringComparer.Ordinal);
    }

    /// <summary>Gets the items in the order of the catalog's file, which is the order of an index's vectors.</summary>
    public IReadOnlyList<CatalogItem> Items { get; }

    /// <summary>Gets the digest of the catalog.</summary>
    public string Digest => Folder.Digest;

    /// <summary>Gets the folder that holds the items' media.</summary>
    public ArtifactFolder Folder { get; }

    /// <summary>Reads a catalog's folder.</summary>
    /// <exception cref="ArtifactException">
    /// A line is damaged, an id comes twice, or a picture's file is not in the manifest.
    /// </exception>
    public static Catalog Load(ArtifactFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(folder, CatalogLines.Read(folder));
    }

    /// <summary>Gets the item of an id, or null when there is none.</summary>
    public CatalogItem? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>
    /// Gets the picture of the first emoji of a text that consists of emoji: the item whose id is its code points, as
    /// of a catalog of emoji, or whose id or keyword is the emoji itself.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>
    /// The item, for an emoji with a colour of skin also that without; null for other texts, or without such an item.
    /// </returns>
    public CatalogItem? FindEmoji(string text) => emoji.Match(text);

    /// <summary>
    /// Gets the pictures whose name or caption a text is, whatever its case, punctuation, spaces and forms of
    /// characters (NFKC), in the catalog's order; none for a text of more than 2,048 UTF-16 units.
    /// </summary>
    /// <param name="text">Any text.</param>
    public IReadOnlyList<CatalogItem> FindNamed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return names.Match(text);
    }

    /// <summary>
    /// Reads and decodes what the vision tower sees of a picture: its first file that is not a vector drawing.
    /// </summary>
    /// <exception cref="ArtifactException">The item has no such file, or it is missing or damaged.</exception>
    public async Task<RgbImage> ReadPictureAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var media =
            FindPixels(item)
            ?? throw new ArtifactException(
                $"Catalog item '{item.Id}' has {(item.Media.Count == 0 ? "no file" : "only vector drawings")}; "
                    + "expected a picture that can be decoded, such as a PNG."
            );
        var bytes = await Folder.ReadFileAsync(media, cancellationToken).ConfigureAwait(false);
        try
        {
            return ImageDecoder.Decode(bytes, limits: null, cancellationToken);
        }
        catch (ImageFormatException error)
        {
            throw new ArtifactException(
                $"'{media}' of catalog item '{item.Id}' is no usable picture: {error.Message} Make the catalog "
                    + "again with 'dialclip catalog'.",
                error
            );
        }
    }

    /// <summary>Determines whether a picture has a file that is not a vector drawing.</summary>
    internal static bool HasPixels(CatalogItem item) => FindPixels(item) is not null;

    /// <summary>
    /// Gets the file that the vision tower sees of a picture: the first that is not a vector drawing; null for none.
    /// </summary>
    internal static string? FindPixels(CatalogItem item) =>
        item.Media.FirstOrDefault(path => !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase));
}
