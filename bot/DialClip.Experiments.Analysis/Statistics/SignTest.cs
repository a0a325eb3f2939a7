using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The exact sign test: whether wins and losses are equally likely. Ties are left out before.</summary>
public static class SignTest
{
    /// <summary>Computes the two-sided p-value.</summary>
    /// <param name="wins">The wins.</param>
    /// <param name="losses">The losses.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static double ComputePValue(int wins, int losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        var trials = wins + losses;
        return trials == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, trials, Math.Min(wins, losses)));
    }
}
