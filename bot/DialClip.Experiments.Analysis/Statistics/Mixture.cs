namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>
/// A mixture supermartingale of a sum of deviations: the chance that it ever reaches 1 / alpha is at most alpha.
/// </summary>
/// <remarks>
/// Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic confidence sequences".
/// </remarks>
public abstract class Mixture
{
    private protected Mixture() { }

    /// <summary>Computes the logarithm of the supermartingale.</summary>
    /// <param name="sum">The sum of deviations.</param>
    /// <param name="variance">The intrinsic time: the sum of variances.</param>
    public abstract double ComputeLogarithm(double sum, double variance);

    /// <summary>Computes the bound that the sum crosses with a probability of at most alpha, at any time.</summary>
    /// <param name="variance">The intrinsic time, above 0.</param>
    /// <param name="alpha">The probability, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public virtual double ComputeBound(double variance, double alpha)
    {
        Arguments.ThrowUnlessPositive(variance);
        Arguments.ThrowUnlessBetween0And1(alpha);
        var threshold = -Math.Log(alpha);
        var high = GetLargestSum(variance) ?? FindSumAbove(variance, threshold);
        return ComputeLogarithm(high, variance) < threshold
            ? high
            : Bisection.FindRoot(sum => ComputeLogarithm(sum, variance) - threshold, 0, high);
    }

    /// <summary>Gets the largest sum that is possible; null where there is none.</summary>
    private protected virtual double? GetLargestSum(double variance) => null;

    /// <summary>Computes the mixture's parameter that makes the bound least at a time.</summary>
    private protected static double ComputeRho(double variance, double alpha, Alternative alternative)
    {
        var argument = alternative == Alternative.TwoSided ? alpha : 2 * alpha;
        Arguments.ThrowUnlessPositive(variance);
        Arguments.ThrowUnlessBetween0And1(argument, nameof(alpha));
        var log = -2 * Math.Log(argument);
        return variance / (log + Math.Log(1 + log));
    }

    private double FindSumAbove(double variance, double threshold)
    {
        var sum = variance;
        while (ComputeLogarithm(sum, variance) <= threshold)
            sum *= 2;
        return sum;
    }
}
