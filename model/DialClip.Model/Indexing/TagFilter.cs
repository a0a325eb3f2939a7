namespace DialClip.Model.Indexing;

/// <summary>A filter of catalog items by their tags.</summary>
/// <param name="allowed">
/// The allowed values of each tag, by the tag's name; an item without that tag is not held back by it.
/// </param>
/// <param name="matchLocale">
/// Whether an item that is tagged with locales is sent only to messages in one of these.
/// </param>
public sealed class TagFilter(IReadOnlyDictionary<string, IReadOnlyList<string>> allowed, bool matchLocale)
{
    /// <summary>The tag that names the languages of an item, as BCP 47 writes them.</summary>
    public const string Locale = "locale";

    private readonly (string Name, HashSet<string> Values)[] allowed =
    [
        .. (allowed ?? throw new ArgumentNullException(nameof(allowed))).Select(tag =>
            (tag.Key, tag.Value.ToHashSet(StringComparer.OrdinalIgnoreCase))
        ),
    ];

    /// <summary>Gets whether every item is admitted.</summary>
    public bool AdmitsAll => allowed.Length == 0 && !matchLocale;

    /// <summary>Determines whether an item may be sent.</summary>
    /// <param name="item">The item.</param>
    /// <param name="locale">
    /// The message's locale, such as 'en-US'; without one the item's locales do not hold it back.
    /// </param>
    public bool Admits(CatalogItem item, string? locale)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Tags.Count == 0)
            return true;
        foreach (var (name, values) in allowed)
            if (item.Tags.TryGetValue(name, out var itemValues) && !itemValues.Any(values.Contains))
                return false;
        return !matchLocale
            || string.IsNullOrWhiteSpace(locale)
            || !item.Tags.TryGetValue(Locale, out var locales)
            || locales.Any(itemValues => Matches(itemValues, locale) || Matches(locale, itemValues));
    }

    // Basic filtering of RFC 4647, section 3.3.1: a range is the tag or its beginning, up to a hyphen. Asked
    // both ways: 'en' and 'en-US' serve each other, 'en-US' and 'en-GB' do not.
    private static bool Matches(string range, string tag) =>
        tag.StartsWith(range, StringComparison.OrdinalIgnoreCase)
        && (tag.Length == range.Length || tag[range.Length] == '-');
}
