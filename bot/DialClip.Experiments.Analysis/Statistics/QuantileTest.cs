namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>
/// The always-valid test that two variants have the same quantile, such as the 95th percentile of latency. It assumes
/// nothing of the distribution but independent values.
/// </summary>
/// <remarks>
/// Howard and Ramdas 2022, "Sequential estimation of quantiles with applications to A/B testing and best-arm
/// identification": the least, over all values that the common quantile may have, of the product of both variants'
/// beta-binomial mixtures.
/// </remarks>
public static class QuantileTest
{
    /// <summary>Computes the p-value of no difference, valid at any look.</summary>
    /// <param name="first">The values of one variant until now.</param>
    /// <param name="second">The values of the other.</param>
    /// <param name="quantile">The quantile, between 0 and 1.</param>
    /// <param name="tuningCount">The number of values of a variant at which the test is sharpest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static double ComputePValue(ValueCounts first, ValueCounts second, double quantile, double tuningCount)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Arguments.ThrowUnlessBetween0And1(quantile);
        Arguments.ThrowUnlessPositive(tuningCount);
        var mixture = new BetaBinomialMixture(tuningCount * quantile * (1 - quantile), quantile, 1 - quantile);
        var (a, b) = (new Evidence(first, quantile, mixture), new Evidence(second, quantile, mixture));
        if (a.High > b.High)
            (a, b) = (b, a);
        // Between the two empirical quantiles the one rises and the other falls; it jumps at the values of the second.
        var least = Math.Min(a.Compute(a.High) + b.Compute(a.High), a.Compute(b.Low) + b.Compute(b.Low));
        foreach (var value in b.Counts.Values)
            if (value >= a.High && value <= b.Low)
                least = Math.Min(least, a.Compute(value) + b.Compute(value));
        return Math.Min(1, Math.Exp(-least));
    }

    // The logarithm of the evidence of a variant against each value of its quantile.
    private sealed class Evidence
    {
        private readonly double quantile;
        private readonly Mixture mixture;
        private readonly double minimizer;

        public Evidence(ValueCounts counts, double quantile, Mixture mixture)
        {
            (Counts, this.quantile, this.mixture) = (counts, quantile, mixture);
            minimizer = Bisection.FindMinimum(ComputeForShare, 0, 1);
            Low = counts.GetOrderStatistic((long)Math.Ceiling(minimizer * counts.Count));
            High = counts.GetOrderStatistic((long)Math.Floor(minimizer * counts.Count) + 1);
        }

        public ValueCounts Counts { get; }

        // Between these values there is the least evidence.
        public double Low { get; }

        public double High { get; }

        public double Compute(double value)
        {
            if (value < Low)
                return ComputeForShare((double)Counts.CountUpTo(value) / Counts.Count);
            return ComputeForShare(value > High ? (double)Counts.CountLess(value) / Counts.Count : minimizer);
        }

        private double ComputeForShare(double share) =>
            mixture.ComputeLogarithm((share - quantile) * Counts.Count, quantile * (1 - quantile) * Counts.Count);
    }
}
