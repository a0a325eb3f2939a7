using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>The address of a picture below the base address. The bytes behind it never change.</summary>
/// <param name="Catalog">The first digits of the catalog's digest.</param>
/// <param name="Rendition">The name of a rendition; null for the catalog's own file.</param>
/// <param name="File">The item's id, and the extension of the format that is served.</param>
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
