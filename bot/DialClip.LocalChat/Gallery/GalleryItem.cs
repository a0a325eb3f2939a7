using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.LocalChat.Gallery;

/// <summary>An item as the gallery shows it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">'picture' or 'text'.</param>
/// <param name="Name">The name; empty where nobody gave one.</param>
/// <param name="Text">The words of a text.</param>
/// <param name="Caption">The sentence that describes a picture.</param>
/// <param name="Keywords">The keywords.</param>
/// <param name="Tags">The values of the tags.</param>
/// <param name="IsWordless">Whether nobody has said what it shows.</param>
/// <param name="Score">How well it fits, as it is ranked; null where nothing is asked.</param>
/// <param name="Confidence">The probability that it fits; null where the head has no curve.</param>
internal sealed record GalleryItem(
    string Id,
    string Kind,
    string Name,
    string? Text,
    string? Caption,
    IReadOnlyList<string> Keywords,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags,
    bool IsWordless,
    float? Score,
    float? Confidence
)
{
    /// <summary>Creates an item.</summary>
    public static GalleryItem Create(CatalogItem item, float? score = null, float? confidence = null) =>
        new(
            item.Id,
            item.Modality == Modality.Picture ? "picture" : "text",
            item.Name,
            item.Text,
            item.Caption,
            item.Keywords,
            item.Tags,
            GalleryQuery.IsWordless(item),
            score,
            confidence
        );
}
