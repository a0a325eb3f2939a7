namespace DialClip.Training.Evaluation.Statistics;

/// <summary>How rankings of the same queries did over several runs.</summary>
/// <param name="HitAt1">Share of queries whose accepted item stands first.</param>
/// <param name="HitAt5">Share whose accepted item is among the first 5.</param>
/// <param name="HitAt10">Share whose accepted item is among the first 10.</param>
/// <param name="MeanReciprocalRank">Mean of 1 / rank.</param>
internal sealed record RankSummary(Estimate HitAt1, Estimate HitAt5, Estimate HitAt10, Estimate MeanReciprocalRank)
{
    /// <summary>Sums up runs.</summary>
    /// <param name="ranks">Of each run its ranks, from 1 on; the queries are the same in all.</param>
    public static RankSummary Of(IReadOnlyList<IReadOnlyList<int>> ranks)
    {
        return new(
            Estimated(rank => rank <= 1 ? 1 : 0),
            Estimated(rank => rank <= 5 ? 1 : 0),
            Estimated(rank => rank <= 10 ? 1 : 0),
            Estimated(rank => 1.0 / rank)
        );

        Estimate Estimated(Func<int, double> value) =>
            Estimate.Of([.. ranks.Select(run => (IReadOnlyList<double>)[.. run.Select(value)])]);
    }
}
