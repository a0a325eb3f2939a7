using System.Collections.Frozen;

namespace DialClip.Model.Indexing;

/// <summary>Reads the tags of a catalog's item.</summary>
internal static class CatalogTags
{
    private const int MaxNames = 16;
    private const int MaxValues = 32;
    private const int MaxCharacters = 64;

    /// <summary>Gets the tags by their names, in whatever case those are written.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Create(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? read
    ) =>
        read is null
            ? FrozenDictionary<string, IReadOnlyList<string>>.Empty
            : read.ToFrozenDictionary(tag => tag.Key, tag => tag.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the error in tags, as a clause; null when they are valid.</summary>
    public static string? FindError(IReadOnlyDictionary<string, IReadOnlyList<string>>? read)
    {
        if (read is null)
            return null;
        if (read.Count > MaxNames)
            return $"has {read.Count} tags, expected at most {MaxNames}";
        if (
            read
                .Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(same => same.Count() > 1) is
            { } twice
        )
            return $"has the tag '{twice.Key}' more than once";
        foreach (var (name, values) in read)
        {
            if (FindTextError(name) is { } ofName)
                return $"has a tag whose name {ofName}";
            if (values.Count is 0 or > MaxValues)
                return $"has a tag '{name}' with {values.Count} values, expected 1 to {MaxValues}";
            if (values.Select(FindTextError).FirstOrDefault(error => error is not null) is { } ofValue)
                return $"has a tag '{name}' of which a value {ofValue}";
        }

        return null;
    }

    private static string? FindTextError(string? text) =>
        text switch
        {
            _ when string.IsNullOrWhiteSpace(text) => "is empty",
            { Length: > MaxCharacters } => $"has {text.Length} characters, expected at most {MaxCharacters}",
            _ => null,
        };
}
