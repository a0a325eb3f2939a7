using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>The sums of an experiment.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Variants">Its variants, ordered by their names.</param>
/// <param name="Cells">The units that were first exposed, by variant, day and channel.</param>
public sealed record ExperimentData(
    string Name,
    IReadOnlyList<VariantData> Variants,
    IReadOnlyList<SampleRatioCell> Cells
);
