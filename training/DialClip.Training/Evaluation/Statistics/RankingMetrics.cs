using System.Text.Json.Serialization;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>Ranking metrics over a set of queries.</summary>
/// <param name="HitAt1">The share of queries whose best accepted item is ranked first, 0 to 1.</param>
/// <param name="HitAt5">The share whose best accepted item is among the first 5.</param>
/// <param name="HitAt10">The share whose best accepted item is among the first 10.</param>
/// <param name="MeanReciprocalRank">The mean of 1 / rank of the best accepted item.</param>
internal sealed record RankingMetrics(
    [property: JsonPropertyName("hit@1")] double HitAt1,
    [property: JsonPropertyName("hit@5")] double HitAt5,
    [property: JsonPropertyName("hit@10")] double HitAt10,
    [property: JsonPropertyName("mrr")] double MeanReciprocalRank
)
{
    /// <summary>Computes the metrics of ranks that start at 1.</summary>
    /// <exception cref="ArgumentException">There is no rank, or one is below 1.</exception>
    public static RankingMetrics Compute(IReadOnlyCollection<int> ranks)
    {
        if (ranks.Count == 0 || ranks.Any(rank => rank < 1))
            throw new ArgumentException(
                $"Found {ranks.Count} ranks, the smallest {ranks.DefaultIfEmpty().Min()}; expected at least one, all 1 "
                    + "or more.",
                nameof(ranks)
            );
        double Within(int k) => ranks.Count(rank => rank <= k) / (double)ranks.Count;
        return new(Within(1), Within(5), Within(10), ranks.Average(rank => 1.0 / rank));
    }

    /// <summary>Gets the metrics by name.</summary>
    public IReadOnlyDictionary<string, double> ToDictionary() =>
        new Dictionary<string, double>
        {
            ["hit@1"] = HitAt1,
            ["hit@5"] = HitAt5,
            ["hit@10"] = HitAt10,
            ["mrr"] = MeanReciprocalRank,
        };

    /// <summary>Formats the metrics in one line.</summary>
    public string Format() =>
        FormattableString.Invariant(
            $"hit@1 {HitAt1:F3}  hit@5 {HitAt5:F3}  hit@10 {HitAt10:F3}  MRR {MeanReciprocalRank:F3}"
        );

    /// <summary>
    /// Gets the rank of the best accepted item; ties with items that are not accepted count against it.
    /// </summary>
    /// <param name="scores">The score of each item.</param>
    /// <param name="accepted">The indices of accepted items, at least one.</param>
    /// <returns>The rank, from 1.</returns>
    public static int PessimisticRank(ReadOnlySpan<float> scores, IReadOnlySet<int> accepted)
    {
        var best = float.NegativeInfinity;
        foreach (var item in accepted)
            best = Math.Max(best, scores[item]);
        var better = 0;
        for (var item = 0; item < scores.Length; item++)
            // Written so that NaN counts against the ranking, as the best score and as another's.
            if (!(scores[item] < best) && !accepted.Contains(item))
                better++;
        return better + 1;
    }
}
