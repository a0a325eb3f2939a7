namespace DialClip.Model.Indexing;

/// <summary>A catalog item with its score.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">
/// The cosine between the query and the item, with the head's share of the lexical score, -1 to 1; those of different
/// experts do not compare.
/// </param>
/// <param name="Confidence">
/// The probability that the item fits, 0 to 1, comparable across experts; null when the expert is not calibrated.
/// </param>
public sealed record ScoredCandidate(CatalogItem Item, float Score, float? Confidence = null);
