namespace DialClip.Training.Data.Photos;

/// <summary>A class of a set of labelled photos.</summary>
/// <param name="Id">The set's label, such as "Granny-Smith"; classes are sorted by it, ordinally.</param>
/// <param name="Description">The description; null where the set has none.</param>
internal sealed record PhotoClass(string Id, string? Description)
{
    /// <summary>Gets the name for prompts, such as "granny smith".</summary>
    public string Name => Id.Replace('-', ' ').Replace('_', ' ').ToLowerInvariant();
}
