namespace DialClip.Model.Indexing;

/// <summary>A catalog item and how well it fits.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">The cosine between the query and the item, -1 to 1.</param>
public sealed record ScoredCandidate(CatalogItem Item, float Score);
