using System.Collections.Frozen;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>A catalog item: a picture or a text that the bot may answer with.</summary>
/// <param name="Id">The id, unique in its catalog.</param>
/// <param name="Modality">The modality.</param>
/// <param name="Text">The words of a text; null for a picture.</param>
/// <param name="Name">
/// The display name; that of a text without one is the text, that of a picture its caption, or empty.
/// </param>
/// <param name="Keywords">The keywords.</param>
/// <param name="Media">
/// The picture's files in the catalog's folder, the preferred to show first; empty for a text.
/// </param>
/// <param name="Tags">Its tags; null for none.</param>
public sealed record CatalogItem(
    string Id,
    Modality Modality,
    string? Text,
    string Name,
    IReadOnlyList<string> Keywords,
    IReadOnlyList<string> Media,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Tags = null
)
{
    /// <summary>Gets the values of each tag by its name, such as 'audience' or 'locale'.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } =
        Tags ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Gets the sentence that describes a picture.</summary>
    /// <value>The default is null: the picture has none.</value>
    public string? Caption { get; init; }
}
