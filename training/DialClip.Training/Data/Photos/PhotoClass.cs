namespace DialClip.Training.Data.Photos;

/// <summary>What the photos of one class show.</summary>
/// <param name="Id">The class as the set spells it, such as "Granny-Smith"; classes are sorted by it, ordinally.</param>
/// <param name="Description">A sentence or more about it; null where the set has none.</param>
internal sealed record PhotoClass(string Id, string? Description)
{
    /// <summary>Gets the name as words, such as "granny smith".</summary>
    public string Name => Id.Replace('-', ' ').Replace('_', ' ').ToLowerInvariant();
}
