namespace DialClip.Model.Indexing;

/// <summary>How far the building of an index is.</summary>
/// <param name="Done">How many items are encoded.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct IndexProgress(int Done, int Total);
