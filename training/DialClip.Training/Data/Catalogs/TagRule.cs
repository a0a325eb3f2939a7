using DialClip.Training.Data.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Catalogs;

/// <summary>
/// A rule that tags items of a catalog: one line of a file in which later rules override earlier ones.
/// </summary>
/// <param name="Tags">The values of each tag, by its name.</param>
/// <param name="Groups">The groups of stickers to tag; 'texts' for the text replies.</param>
/// <param name="Items">The ids of further items to tag.</param>
internal sealed record TagRule(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags,
    IReadOnlyList<string>? Groups = null,
    IReadOnlyList<string>? Items = null
)
{
    /// <summary>The group of the text replies.</summary>
    public const string Texts = "texts";

    /// <summary>Reads a file of rules.</summary>
    /// <param name="file">The file, JSON lines.</param>
    /// <param name="progress">Receives what was ignored or replaced; null for nobody.</param>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static IReadOnlyList<TagRule> Read(string file, IProgressSink? progress = null) =>
        [.. RecordFile.ReadLines<TagRule>(file, "tag rule", progress).Select(record => record.Value)];

    /// <summary>Gets the tags of an item; null where no rule applies.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? GetTags(
        IEnumerable<TagRule> rules,
        string id,
        string? group
    )
    {
        var tags = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (
            var rule in rules.Where(rule =>
                rule.Items?.Contains(id) == true || (group is not null && rule.Groups?.Contains(group) == true)
            )
        )
        foreach (var (name, values) in rule.Tags)
            tags[name] = values;
        return tags.Count == 0 ? null : tags;
    }

    /// <summary>Validates that rules name only items and groups of a catalog.</summary>
    /// <exception cref="InvalidDataException">A rule names an unknown item or group.</exception>
    public static void Validate(IEnumerable<TagRule> rules, IReadOnlySet<string> ids, IReadOnlySet<string> groups)
    {
        foreach (var rule in rules)
        {
            if (rule.Items?.FirstOrDefault(id => !ids.Contains(id)) is { } item)
                throw new InvalidDataException(
                    $"A tag rule names item '{item}', which the catalog does not contain. Correct the rule, or "
                        + "include the item's group."
                );
            if (rule.Groups?.FirstOrDefault(group => !groups.Contains(group)) is { } group)
                throw new InvalidDataException(
                    $"A tag rule names group '{group}', which the catalog does not contain; expected one of "
                        + $"{string.Join(", ", groups.Order(StringComparer.Ordinal))}."
                );
        }
    }
}
