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

    // Optimal string alignment: insertions, deletions, substitutions, and swaps of neighbours.
    private static int ComputeDistance(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        for (var j = 0; j <= right.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                costs[i, j] = i + j;
                continue;
            }
            var isSwap = i > 1 && j > 1 && AreSame(left[i - 1], right[j - 2]) && AreSame(left[i - 2], right[j - 1]);
            costs[i, j] = Math.Min(
                Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                Math.Min(
                    costs[i - 1, j - 1] + (AreSame(left[i - 1], right[j - 1]) ? 0 : 1),
                    isSwap ? costs[i - 2, j - 2] + 1 : int.MaxValue
                )
            );
        }
        return costs[left.Length, right.Length];
    }

    private static bool AreSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
