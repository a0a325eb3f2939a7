namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>How a metric is computed of its units, with or without an adjustment by a period before (CUPED).</summary>
public enum MetricKind
{
    /// <summary>The mean of the units' values. Values of a unit: the value.</summary>
    Mean,

    /// <summary>A sum over another sum. Values of a unit: numerator, denominator.</summary>
    Ratio,

    /// <summary>A mean, adjusted by the same value before the experiment. Values: the value, the one before.</summary>
    AdjustedMean,

    /// <summary>
    /// A ratio, adjusted by the same ratio before the experiment. Values: numerator, denominator, both before.
    /// </summary>
    AdjustedRatio,
}
