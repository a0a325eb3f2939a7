using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>The address of a picture relative to the base address. The picture at an address never changes.</summary>
/// <param name="Catalog">The first 12 digits of the catalog's digest.</param>
/// <param name="Rendition">The name of the rendition; null for a file of the catalog.</param>
/// <param name="File">The id of the item, with the extension of the served format.</param>
internal sealed record MediaAddress(string Catalog, string? Rendition, string File)
{
    /// <summary>Gets the id of the item.</summary>
    public string Item => File[..^Extension.Length];

    /// <summary>Gets the extension, such as ".png".</summary>
    public string Extension => Path.GetExtension(File);

    /// <summary>Gets the path below the base address.</summary>
    public string RelativePath => $"{Catalog}/{(Rendition is null ? "" : Rendition + "/")}{Uri.EscapeDataString(File)}";

    /// <summary>Creates the address of an item's picture.</summary>
    public static MediaAddress Create(string catalogDigest, string? rendition, string item, string extension) =>
        new(Digest.Abbreviate(catalogDigest), rendition, item + extension.ToLowerInvariant());
}
