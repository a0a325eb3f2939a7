using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Model.Indexing;

/// <summary>What of a catalog's item enters its vectors: its words and the bytes of its picture.</summary>
internal static class ItemContent
{
    // No text of a catalog contains it: JSON escapes it, and nobody writes it.
    private const char Separator = '\u0001';

    /// <summary>Gets a digest that two items of any catalogs share when their vectors are the same.</summary>
    public static string GetDigest(Catalog catalog, CatalogItem item)
    {
        var words = new StringBuilder();
        foreach (
            var part in (string?[])[item.Modality.ToString(), item.Text, item.Name, item.Caption, .. item.Keywords]
        )
            words.Append(part).Append(Separator);
        if (Catalog.FindPixels(item) is { } file)
            words.Append(catalog.Folder.Manifest.Find(file)?.Sha256);
        return Digest.Compute(words.ToString()).ToString();
    }
}
