using System.Collections.Frozen;

namespace DialClip.Model.Indexing;

/// <summary>Reads the tags of a catalog's item.</summary>
internal static class CatalogTags
{
    private const int MostNames = 16;
    private const int MostValues = 32;
    private const int MostCharacters = 64;

    /// <summary>Gets the tags by their names, in whatever case those are written.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Create(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? read
    ) =>
        read is null
            ? FrozenDictionary<string, IReadOnlyList<string>>.Empty
            : read.ToFrozenDictionary(tag => tag.Key, tag => tag.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what is wrong with tags as they were read, or null.</summary>
    public static string? FindError(IReadOnlyDictionary<string, IReadOnlyList<string>>? read)
    {
        if (read is null)
            return null;
        if (read.Count > MostNames)
            return $"has {read.Count} tags, expected at most {MostNames}";
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
            // JSON's null stands where no annotation forbids it.
            if (values is null || values.Count is 0 or > MostValues)
                return $"has a tag '{name}' with {values?.Count ?? 0} values, expected 1 to {MostValues}";
            if (values.Select(FindTextError).FirstOrDefault(fault => fault is not null) is { } ofValue)
                return $"has a tag '{name}' of which a value {ofValue}";
        }

        return null;
    }

    private static string? FindTextError(string? text) =>
        text switch
        {
            _ when string.IsNullOrWhiteSpace(text) => "is empty",
            { Length: > MostCharacters } => $"has {text.Length} characters, expected at most {MostCharacters}",
            _ => null,
        };
}
