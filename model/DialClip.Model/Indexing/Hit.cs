namespace DialClip.Model.Indexing;

/// <summary>One result of a search.</summary>
/// <param name="Item">The number of the vector, from 0.</param>
/// <param name="Score">The cosine between it and the query, -1 to 1, or a mean of it and another score.</param>
internal readonly record struct Hit(int Item, float Score);
