using System.Collections.Frozen;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>One thing that the bot may answer with.</summary>
/// <param name="Id">What names it, unique in its catalog.</param>
/// <param name="Modality">Whether it is a text or a picture.</param>
/// <param name="Text">The words of a text; null for a picture.</param>
/// <param name="Name">What a person would call it; a text item is called by its words.</param>
/// <param name="Keywords">Words that it stands for.</param>
/// <param name="Media">The picture's files in the catalog's folder, the preferred to show first; empty for a text.</param>
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
    /// <summary>Gets what it is marked with, such as 'audience' or 'locale': the values of each tag by its name.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } =
        Tags ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
