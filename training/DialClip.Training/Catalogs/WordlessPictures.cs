using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>What is to be said of pictures that nobody has described.</summary>
internal static class WordlessPictures
{
    /// <summary>Describes how they will be found; null where every picture has words.</summary>
    /// <param name="content">The folder's content.</param>
    /// <param name="backbone">The backbone that encodes them; null where none does.</param>
    public static string? Describe(FolderContent content, BackboneProperties? backbone)
    {
        var count = content.Items.Count(item => item.IsWithoutWords);
        if (count == 0 || backbone is null)
            return null;
        var pictures = string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} {(count == 1 ? "picture has" : "pictures have")} no caption, keyword or speaking file name"
        );
        return backbone.OpenVocabulary == false
            ? $"{pictures}. Backbone '{backbone.Id}' was not trained to recognize whatever a photograph shows: such "
                + "pictures will be found poorly. Write captions into items.csv, or use an imported CLIP "
                + "(docs/operations.md)."
            : $"{pictures}: they will be found by their pixels alone.";
    }
}
