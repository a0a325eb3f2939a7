using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>What an address of a picture names; it goes under the base address, and what it names never changes.</summary>
/// <param name="Catalog">The first digits of the catalog's digest.</param>
/// <param name="Rendition">The name of a rendition; null for a file as the catalog holds it.</param>
/// <param name="File">The item's id and, as extension, what it is served as.</param>
internal sealed record MediaAddress(string Catalog, string? Rendition, string File)
{
    /// <summary>Gets the id of the item.</summary>
    public string Item => File[..^Extension.Length];

    /// <summary>Gets the extension, such as ".png".</summary>
    public string Extension => Path.GetExtension(File);

    /// <summary>Gets the path below the base address.</summary>
    public string RelativePath => $"{Catalog}/{(Rendition is null ? "" : Rendition + "/")}{Uri.EscapeDataString(File)}";

    /// <summary>Makes the address of an item's picture.</summary>
    public static MediaAddress Of(string catalogDigest, string? rendition, string item, string extension) =>
        new(Digest.Abbreviate(catalogDigest), rendition, item + extension.ToLowerInvariant());
}
