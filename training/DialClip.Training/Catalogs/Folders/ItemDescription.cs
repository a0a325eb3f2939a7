namespace DialClip.Training.Catalogs.Folders;

/// <summary>What one source says of an item.</summary>
/// <param name="Where">The source with the line, for messages.</param>
/// <param name="Id">The id; null where it says none.</param>
/// <param name="Name">The short name; null where it says none.</param>
/// <param name="Words">The caption of a picture, or the text itself; null where it says none.</param>
/// <param name="Keywords">The keywords.</param>
/// <param name="Tags">The values of the tags, by name in lower case.</param>
internal sealed record ItemDescription(
    string Where,
    string? Id,
    string? Name,
    string? Words,
    IReadOnlyList<string> Keywords,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags
)
{
    /// <summary>Adds what this source does not say and another does.</summary>
    public ItemDescription FillIn(ItemDescription? other) =>
        other is null
            ? this
            : this with
            {
                Id = Id ?? other.Id,
                Name = Name ?? other.Name,
                Words = Words ?? other.Words,
                Keywords = Keywords.Count > 0 ? Keywords : other.Keywords,
                Tags = other
                    .Tags.Where(tag => !Tags.ContainsKey(tag.Key))
                    .Concat(Tags)
                    .ToDictionary(StringComparer.Ordinal),
            };
}
