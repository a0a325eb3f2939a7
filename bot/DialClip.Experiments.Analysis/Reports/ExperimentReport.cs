using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>The report of an experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Verdict">What to do now.</param>
/// <param name="SampleRatio">The test of the split; null for one variant.</param>
/// <param name="SharesAreAssumed">Whether equal shares were taken because none were given.</param>
/// <param name="Breaks">Where the ratio breaks.</param>
/// <param name="Control">The control.</param>
/// <param name="Variants">The counts of the variants.</param>
/// <param name="Comparisons">The treatments against the control; empty where the split is broken.</param>
/// <param name="Exposures">The replies of each day that were shown, by variant.</param>
public sealed record ExperimentReport(
    string Experiment,
    Verdict Verdict,
    SampleRatioResult? SampleRatio,
    bool SharesAreAssumed,
    IReadOnlyList<SampleRatioBreak> Breaks,
    string Control,
    IReadOnlyList<VariantRow> Variants,
    IReadOnlyList<Comparison> Comparisons,
    IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, int>> Exposures
);
