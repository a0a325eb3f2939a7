namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>A metric at the mean of a variant's units, and how it changes with each value of the mean.</summary>
internal sealed class MetricGradient
{
    private readonly double[] after;
    private readonly double[] before;

    private MetricGradient(double value, double valueBefore, double[] after, double[] before)
    {
        (Value, Before) = (value, valueBefore);
        (this.after, this.before) = (after, before);
    }

    /// <summary>Gets the metric.</summary>
    public double Value { get; }

    /// <summary>Gets the metric of the period before; 0 without one.</summary>
    public double Before { get; }

    /// <summary>Gets whether there is a period before.</summary>
    public bool IsAdjusted => before.Length > 0;

    /// <summary>Creates it; null for a ratio whose denominator is 0.</summary>
    /// <exception cref="ArgumentException">The units have other values than the metric.</exception>
    public static MetricGradient? Create(UnitMean mean, MetricKind kind)
    {
        var isRatio = kind is MetricKind.Ratio or MetricKind.AdjustedRatio;
        var isAdjusted = kind is MetricKind.AdjustedMean or MetricKind.AdjustedRatio;
        var (width, values) = (isRatio ? 2 : 1, mean.Values);
        var expected = isAdjusted ? 2 * width : width;
        if (values.Count != expected)
            throw new ArgumentException($"Units have {values.Count} values, expected {expected} for {kind}.");
        if (!isRatio)
            return new(values[0], isAdjusted ? values[1] : 0, [1], isAdjusted ? [1] : []);
        if (values[1] == 0 || (isAdjusted && values[3] == 0))
            return null;
        return new(
            values[0] / values[1],
            isAdjusted ? values[2] / values[3] : 0,
            [1 / values[1], -values[0] / (values[1] * values[1])],
            isAdjusted ? [1 / values[3], -values[2] / (values[3] * values[3])] : []
        );
    }

    /// <summary>Gets the gradient of a combination of the metric and of the one before.</summary>
    public double[] Combine(double factor, double factorBefore) =>
        [.. after.Select(value => factor * value), .. before.Select(value => factorBefore * value)];
}
