using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Heads.Ablations;

/// <summary>The test result of one variant over its seeds.</summary>
/// <param name="Name">The variant's name.</param>
/// <param name="Seeds">The number of runs.</param>
/// <param name="Parameters">The number of trained parameters.</param>
/// <param name="Test">Picture ranking over the test dialogs that accept a picture.</param>
/// <param name="MrrAgainstFull">
/// The 95 % interval of the difference in MRR to the full method, by a paired bootstrap over dialogs; null for the full
/// method.
/// </param>
internal sealed record AblationRow(
    string Name,
    int Seeds,
    long Parameters,
    RankSummary Test,
    ConfidenceInterval? MrrAgainstFull
);
