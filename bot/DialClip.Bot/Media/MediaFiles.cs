using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Media;

/// <summary>Reads what an address of a picture names. No path is made of what was asked for: an item is looked up by its id, and only a file that its catalog lists is read.</summary>
internal sealed class MediaFiles(CatalogPictures pictures, RenditionCache renditions, ILogger<MediaFiles> logger)
{
    /// <summary>Finds the item that an address names; null when there is none.</summary>
    public (Catalog Catalog, CatalogItem Item)? Find(MediaAddress address) =>
        pictures.Find(address.Catalog) is { } catalog
        && catalog.Find(address.Item) is { Modality: Modality.Picture } item
            ? (catalog, item)
            : null;

    /// <summary>Gets the tag of an item's file without reading it; null when it has none of that extension.</summary>
    public static string? TagOf(Catalog catalog, CatalogItem item, string extension) =>
        MediaTypes.Find(extension) is not null && PathOf(item, extension) is { } path
            ? MediaFile.TagOf(catalog.Folder.Manifest.Find(path)!.Sha256)
            : null;

    /// <summary>Gets the file of an item as the catalog holds it; null when it has none of that extension.</summary>
    public static async Task<MediaFile?> ReadAsync(
        Catalog catalog,
        CatalogItem item,
        string extension,
        CancellationToken cancellationToken
    )
    {
        if (MediaTypes.Find(extension) is not { } type || PathOf(item, extension) is not { } path)
            return null;
        var bytes = await catalog.Folder.ReadFileAsync(path, cancellationToken).ConfigureAwait(false);
        return MediaFile.Of(bytes, type, catalog.Folder.Manifest.Find(path)!.Sha256);
    }

    /// <summary>Gets a rendition of an item's picture, made now unless it is kept; null when too many are being made.</summary>
    public Task<MediaFile?> RenderAsync(
        Catalog catalog,
        string path,
        MediaAddress address,
        Rendition rendition,
        PictureFormat format,
        CancellationToken cancellationToken
    ) =>
        renditions.GetAsync(
            address,
            async token =>
                Render(
                    await catalog.Folder.ReadFileAsync(path, token).ConfigureAwait(false),
                    address,
                    rendition,
                    format,
                    token
                ),
            cancellationToken
        );

    private static string? PathOf(CatalogItem item, string extension) =>
        item.Media.FirstOrDefault(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private MediaFile Render(
        byte[] file,
        MediaAddress address,
        Rendition rendition,
        PictureFormat format,
        CancellationToken cancellationToken
    )
    {
        var type = format == PictureFormat.Jpeg ? MediaTypes.Jpeg : MediaTypes.Png;
        try
        {
            return MediaFile.Of(
                PictureRendition.Create(file, format, rendition.MaxEdge, rendition.MaxBytes, cancellationToken),
                type
            );
        }
        catch (ImageFormatException error)
        {
            // It will not become better: the file is the one that the catalog lists.
            logger.RenditionFailed(address.RelativePath, error.Message);
            return new(null, type, "");
        }
    }
}
