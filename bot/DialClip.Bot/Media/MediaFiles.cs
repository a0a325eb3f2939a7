using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Media;

/// <summary>
/// The pictures behind media addresses. A request never becomes a path: items are looked up by id, and only files that
/// their catalog lists are read.
/// </summary>
internal sealed class MediaFiles(
    CatalogPictures pictures,
    CatalogFileReader reader,
    RenditionCache renditions,
    ILogger<MediaFiles> logger
)
{
    /// <summary>Finds the item of an address; null when there is none.</summary>
    public (Catalog Catalog, CatalogItem Item)? Find(MediaAddress address) =>
        pictures.Find(address.Catalog) is { } catalog
        && catalog.Find(address.Item) is { Modality: Modality.Picture } item
            ? (catalog, item)
            : null;

    /// <summary>Gets the entity tag of an item's file without reading it; null when it has no such file.</summary>
    public static string? GetETag(Catalog catalog, CatalogItem item, string extension) =>
        FindPath(item, extension) is { } path
            ? MediaFile.ComputeETag(catalog.Folder.Manifest.Find(path)!.Sha256)
            : null;

    /// <summary>Reads an item's file of an extension; null when it has none that is a picture.</summary>
    public async Task<MediaFile?> ReadAsync(
        Catalog catalog,
        CatalogItem item,
        string extension,
        CancellationToken cancellationToken
    )
    {
        if (FindPath(item, extension) is not { } path)
            return null;
        var bytes = await reader.ReadAsync(catalog, path, cancellationToken).ConfigureAwait(false);
        return MediaTypes.Recognize(bytes) is { } type
            ? MediaFile.Create(bytes, type, catalog.Folder.Manifest.Find(path)!.Sha256)
            : null;
    }

    /// <summary>Gets a rendition from the cache, or creates it; null when too many are being created.</summary>
    public Task<MediaFile?> RenderAsync(
        Catalog catalog,
        string path,
        MediaAddress address,
        Rendition rendition,
        PictureFormat format,
        CancellationToken cancellationToken
    )
    {
        // Before anything is waited for.
        reader.RequireReadable(catalog, path);
        return renditions.GetAsync(
            address,
            async token =>
                Render(
                    await reader.ReadAsync(catalog, path, token).ConfigureAwait(false),
                    address,
                    rendition,
                    format,
                    token
                ),
            cancellationToken
        );
    }

    private static string? FindPath(CatalogItem item, string extension) =>
        extension.Length == 0
            ? null
            : item.Media.FirstOrDefault(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

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
            return MediaFile.Create(
                PictureRendition.Create(file, format, rendition.MaxEdge, rendition.MaxBytes, cancellationToken),
                type
            );
        }
        catch (ImageFormatException error)
        {
            // Trying again would not help: the file is the one that the catalog lists.
            logger.RenditionFailed(new(address.RelativePath), new(error.Message));
            return new(null, type, "");
        }
    }
}
