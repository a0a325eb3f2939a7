using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Heads.Ablations;

/// <summary>What one variant reached on the test split.</summary>
/// <param name="Name">The variant.</param>
/// <param name="Seeds">How many runs.</param>
/// <param name="Parameters">Values trained.</param>
/// <param name="Test">Ranking of pictures over the test dialogs that accept one.</param>
/// <param name="MrrAgainstFull">The 95 % interval of the MRR's difference to the full method, by a paired bootstrap over dialogs; null for the full method itself.</param>
internal sealed record AblationRow(string Name, int Seeds, long Parameters, RankSummary Test, Interval? MrrAgainstFull);
