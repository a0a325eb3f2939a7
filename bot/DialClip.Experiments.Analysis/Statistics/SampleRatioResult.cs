namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The result of a test of the numbers of units against the shares they should have.</summary>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">The number of variants less 1.</param>
/// <param name="PValue">The probability of such numbers where the split works.</param>
public sealed record SampleRatioResult(double ChiSquare, int DegreesOfFreedom, double PValue);
