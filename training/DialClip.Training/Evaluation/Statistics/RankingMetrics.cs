using System.Text.Json.Serialization;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>How well rankings put an accepted item first, over a set of queries.</summary>
/// <param name="HitAt1">Share of queries whose best accepted item stands first, 0 to 1.</param>
/// <param name="HitAt5">Share whose best accepted item is among the first 5.</param>
/// <param name="HitAt10">Share whose best accepted item is among the first 10.</param>
/// <param name="MeanReciprocalRank">Mean of 1 / rank of the best accepted item.</param>
internal sealed record RankingMetrics(
    [property: JsonPropertyName("hit@1")] double HitAt1,
    [property: JsonPropertyName("hit@5")] double HitAt5,
    [property: JsonPropertyName("hit@10")] double HitAt10,
    [property: JsonPropertyName("mrr")] double MeanReciprocalRank
)
{
    /// <summary>Computes the metrics of ranks that start at 1.</summary>
    /// <exception cref="ArgumentException">There is no rank, or one is below 1.</exception>
    public static RankingMetrics Of(IReadOnlyCollection<int> ranks)
    {
        if (ranks.Count == 0 || ranks.Any(rank => rank < 1))
            throw new ArgumentException(
                $"Found {ranks.Count} ranks, the smallest being {ranks.DefaultIfEmpty().Min()}; expected at least one, all 1 or more.",
                nameof(ranks)
            );
        double Within(int k) => ranks.Count(rank => rank <= k) / (double)ranks.Count;
        return new(Within(1), Within(5), Within(10), ranks.Average(rank => 1.0 / rank));
    }

    /// <summary>Gets the metrics in one line.</summary>
    public string Summary() =>
        FormattableString.Invariant(
            $"hit@1 {HitAt1:F3}  hit@5 {HitAt5:F3}  hit@10 {HitAt10:F3}  MRR {MeanReciprocalRank:F3}"
        );

    /// <summary>Gets the rank of the best accepted item; every item that is not accepted and scores as much stands before it.</summary>
    /// <param name="scores">One score an item.</param>
    /// <param name="accepted">Numbers of accepted items; at least one.</param>
    /// <returns>1 for the first place.</returns>
    public static int PessimisticRank(ReadOnlySpan<float> scores, IReadOnlySet<int> accepted)
    {
        var best = float.NegativeInfinity;
        foreach (var item in accepted)
            best = Math.Max(best, scores[item]);
        var before = 0;
        for (var item = 0; item < scores.Length; item++)
            // A score that is no number beats nobody, and nobody beats it for sure: both count against the ranking.
            if (!(scores[item] < best) && !accepted.Contains(item))
                before++;
        return before + 1;
    }
}
