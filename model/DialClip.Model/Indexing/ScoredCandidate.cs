namespace DialClip.Model.Indexing;

/// <summary>A catalog item and how well it fits.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">The cosine between the query and the item, -1 to 1; those of different experts do not compare.</param>
/// <param name="Confidence">How likely it fits, 0 to 1, which compares across experts; null where the head is not calibrated for this kind of question and answer.</param>
public sealed record ScoredCandidate(CatalogItem Item, float Score, float? Confidence = null);
