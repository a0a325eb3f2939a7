using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Data.Catalogs;

/// <summary>Tags for some items of a catalog: one line of a file of such rules, of which a later one has the last word about a tag.</summary>
/// <param name="Tags">The values of each tag, by its name.</param>
/// <param name="Groups">The groups of stickers that it is about; 'texts' for the text replies.</param>
/// <param name="Items">The ids of items that it is about, besides.</param>
internal sealed record TagRule(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags,
    IReadOnlyList<string>? Groups = null,
    IReadOnlyList<string>? Items = null
)
{
    /// <summary>The group of the text replies.</summary>
    public const string Texts = "texts";

    /// <summary>Reads a file of rules.</summary>
    /// <exception cref="InvalidDataException">A line is no rule.</exception>
    public static IReadOnlyList<TagRule> Read(string file) => JsonLines.Read<TagRule>(file, "rule for tags");

    /// <summary>Gets the tags of an item; null where no rule is about it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? TagsOf(
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

    /// <summary>Requires that every rule is about items of a catalog.</summary>
    /// <exception cref="InvalidDataException">A rule names an item or a group that the catalog lacks.</exception>
    public static void Check(IEnumerable<TagRule> rules, IReadOnlySet<string> ids, IReadOnlySet<string> groups)
    {
        foreach (var rule in rules)
        {
            if (rule.Items?.FirstOrDefault(id => !ids.Contains(id)) is { } item)
                throw new InvalidDataException(
                    $"A rule for tags names item '{item}', which the catalog does not hold. Correct the rule, or choose the item's group."
                );
            if (rule.Groups?.FirstOrDefault(group => !groups.Contains(group)) is { } group)
                throw new InvalidDataException(
                    $"A rule for tags names group '{group}', of which the catalog holds nothing; it holds {string.Join(", ", groups.Order(StringComparer.Ordinal))}."
                );
        }
    }
}
