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
    /// <remarks>
    /// Slash and percent are escaped once more: servers and proxies decode a path once, and some leave %2F, so that an
    /// id with a slash and one with the letters %2F would be the same.
    /// </remarks>
    public string RelativePath =>
        $"{Catalog}/{(Rendition is null ? "" : Rendition + "/")}{Uri.EscapeDataString(EscapeSlashes(File))}";

    /// <summary>Reads an address whose path was decoded once, as servers do.</summary>
    public static MediaAddress Read(string catalog, string? rendition, string file) =>
        new(
            catalog,
            rendition,
            // In this order: an escaped percent may stand before the letters 2F.
            file.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal)
        );

    /// <summary>Creates the address of an item's picture.</summary>
    public static MediaAddress Create(string catalogDigest, string? rendition, string item, string extension) =>
        new(Digest.Abbreviate(catalogDigest), rendition, item + extension.ToLowerInvariant());

    private static string EscapeSlashes(string file) =>
        file.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
