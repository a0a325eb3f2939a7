namespace DialClip.Experiments.Analysis.Interleaving;

/// <summary>Team-draft interleaving: two rankings take turns in filling one list, and what is chosen votes.</summary>
/// <remarks>Radlinski, Kurup and Joachims 2008, "How Does Clickthrough Data Reflect Retrieval Quality?".</remarks>
public static class TeamDraft
{
    /// <summary>Interleaves two rankings.</summary>
    /// <param name="a">The ids of the control's ranking, best first.</param>
    /// <param name="b">The ids of the treatment's ranking, best first.</param>
    /// <param name="length">The most items of the list.</param>
    /// <param name="random">Tosses the coin of each round.</param>
    /// <returns>The list; shorter than <paramref name="length"/> where the rankings have fewer items.</returns>
    public static IReadOnlyList<InterleavedItem> Interleave(
        IReadOnlyList<string> a,
        IReadOnlyList<string> b,
        int length,
        Random random
    )
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var (list, shown) = (new List<InterleavedItem>(length), new HashSet<string>(StringComparer.Ordinal));
        var (nextA, nextB, teamA, teamB) = (0, 0, 0, 0);
        while (list.Count < length)
        {
            nextA = SkipShown(a, nextA, shown);
            nextB = SkipShown(b, nextB, shown);
            if (nextA == a.Count && nextB == b.Count)
                break;
            var isTurnOfA = teamA < teamB || (teamA == teamB && random.Next(2) == 0);
            // A side whose ranking is at its end leaves its turns to the other.
            if (nextB == b.Count || (isTurnOfA && nextA < a.Count))
            {
                list.Add(new(a[nextA], Team.A));
                teamA++;
            }
            else
            {
                list.Add(new(b[nextB], Team.B));
                teamB++;
            }
            shown.Add(list[^1].ItemId);
        }
        return list;
    }

    /// <summary>Gets which side wins by what was chosen of a list.</summary>
    /// <param name="list">The list that was shown.</param>
    /// <param name="chosen">The ids that were chosen; others are ignored, and each counts once.</param>
    /// <returns>The side with more choices; null for a tie.</returns>
    public static Team? GetWinner(IReadOnlyList<InterleavedItem> list, IEnumerable<string> chosen)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(chosen);
        var ids = chosen.ToHashSet(StringComparer.Ordinal);
        var votes = list.Where(item => ids.Contains(item.ItemId)).Sum(item => item.Team == Team.A ? -1 : 1);
        return votes switch
        {
            < 0 => Team.A,
            > 0 => Team.B,
            _ => null,
        };
    }

    private static int SkipShown(IReadOnlyList<string> ranking, int next, HashSet<string> shown)
    {
        while (next < ranking.Count && shown.Contains(ranking[next]))
            next++;
        return next;
    }
}
