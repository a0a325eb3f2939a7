namespace DialClip.Shared.Settings;

/// <summary>Suggestions for misspelled names.</summary>
internal static class NearestName
{
    /// <summary>Finds the name that a misspelled one was most likely meant to be.</summary>
    /// <returns>The nearest name by edit distance, without regard to case; null where none is near.</returns>
    public static string? Find(string misspelled, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(misspelled);
        return names
            .Select(name => (Name: name, Distance: ComputeDistance(misspelled, name)))
            // A third of the name may differ: 'Reply' is near 'Replies', 'Otlp' is near nothing.
            .Where(candidate => 3 * candidate.Distance <= Math.Max(misspelled.Length, candidate.Name.Length) + 2)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Gets " Did you mean 'name'?" for the nearest name; empty where none is near.</summary>
    public static string Suggest(string misspelled, IEnumerable<string> names) =>
        Find(misspelled, names) is { } name ? $" Did you mean '{name}'?" : "";

    // Levenshtein's distance, one row at a time.
    private static int ComputeDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var isSame = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var substituted = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.Length];
    }
}
