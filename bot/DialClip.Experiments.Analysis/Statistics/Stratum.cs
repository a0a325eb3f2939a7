namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The units of a stratum, such as of a channel, in both variants.</summary>
/// <param name="Control">The mean of the control's units.</param>
/// <param name="Treatment">The mean of the treatment's units.</param>
public sealed record Stratum(UnitMean Control, UnitMean Treatment);
