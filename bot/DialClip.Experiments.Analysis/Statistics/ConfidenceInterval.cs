namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>A confidence interval; an open side is infinite.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
public sealed record ConfidenceInterval(double Low, double High)
{
    /// <summary>Gets whether a value lies within, bounds included.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => Low <= value && value <= High;
}
