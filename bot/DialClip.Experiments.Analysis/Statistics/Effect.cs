namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The estimated difference of a treatment from the control.</summary>
/// <param name="Value">The difference: absolute, or relative to the control's magnitude.</param>
/// <param name="StandardError">The standard error of it, above 0.</param>
/// <param name="Units">The number of units of both.</param>
/// <param name="DegreesOfFreedom">Welch's degrees of freedom.</param>
public sealed record Effect(double Value, double StandardError, long Units, double DegreesOfFreedom);
