using DialClip.Artifacts;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Media;

/// <summary>The content types, sizes and header data of a catalog's picture files.</summary>
internal interface IPictureFiles
{
    /// <summary>Gets the content type of a file by its first bytes; null for no picture that is served.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">The file is missing, or its size is not the manifest's.</exception>
    string? GetContentType(string catalogDigest, string file);

    /// <summary>Finds an item's first file that can be decoded, as the vision tower does; null if none can.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">A file is missing, or its size is not the manifest's.</exception>
    string? FindDecodableFile(string catalogDigest, CatalogItem item) =>
        item.Media.FirstOrDefault(file => GetContentType(catalogDigest, file) is not (null or MediaTypes.Svg));

    /// <summary>Gets the size of a file in bytes.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">The catalog lists no such file.</exception>
    long GetLength(string catalogDigest, string file);

    /// <summary>Reads a file's header.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ImageFormatException">The file is not a usable picture.</exception>
    /// <exception cref="ArtifactException">The file is missing, or its size is not the manifest's.</exception>
    PictureFacts ReadHeader(string catalogDigest, string file);
}
