using DialClip.Model.Indexing;

namespace DialClip.Bot.MessageExtensions;

/// <summary>
/// Finds items by the beginning of the words of their names and keywords, as people type them: a word that is not
/// finished yet means nothing to a model.
/// </summary>
internal static class ItemNames
{
    private static readonly char[] Separators = [' ', '-', '_', ',', '.', ':', ';', '!', '?', '"', '\'', '(', ')', '/'];

    /// <summary>Finds the items, those first whose name is, or begins with, what was typed.</summary>
    /// <param name="items">The items.</param>
    /// <param name="typed">The typed words.</param>
    public static IEnumerable<CatalogItem> Find(IEnumerable<CatalogItem> items, string typed)
    {
        var words = Split(typed);
        if (words.Length == 0)
            return [];
        return items
            .Select(item => (Item: item, Rank: GetRank(item, typed, words)))
            .Where(found => found.Rank is not null)
            .OrderBy(found => found.Rank)
            .Select(found => found.Item);
    }

    private static int? GetRank(CatalogItem item, string typed, string[] words)
    {
        if (item.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (item.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (HasAll(Split(item.Name), words))
            return 2;
        return HasAll([.. item.Keywords.SelectMany(Split)], words) ? 3 : null;
    }

    private static bool HasAll(string[] found, string[] words) =>
        words.All(word => found.Any(other => other.StartsWith(word, StringComparison.OrdinalIgnoreCase)));

    private static string[] Split(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
