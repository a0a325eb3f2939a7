namespace DialClip.Training.Evaluation.Statistics;

/// <summary>Estimates of ranking metrics over several runs.</summary>
/// <param name="HitAt1">The share of queries whose best accepted item is ranked first.</param>
/// <param name="HitAt5">The share whose best accepted item is among the first 5.</param>
/// <param name="HitAt10">The share whose best accepted item is among the first 10.</param>
/// <param name="MeanReciprocalRank">The mean of 1 / rank.</param>
internal sealed record RankSummary(Estimate HitAt1, Estimate HitAt5, Estimate HitAt10, Estimate MeanReciprocalRank)
{
    /// <summary>Summarizes runs.</summary>
    /// <param name="ranks">The ranks of each run, from 1, for the same queries.</param>
    public static RankSummary Compute(IReadOnlyList<IReadOnlyList<int>> ranks)
    {
        return new(
            ComputeEstimate(rank => rank <= 1 ? 1 : 0),
            ComputeEstimate(rank => rank <= 5 ? 1 : 0),
            ComputeEstimate(rank => rank <= 10 ? 1 : 0),
            ComputeEstimate(rank => 1.0 / rank)
        );

        Estimate ComputeEstimate(Func<int, double> value) =>
            Estimate.Compute([.. ranks.Select(run => (IReadOnlyList<double>)[.. run.Select(value)])]);
    }
}
