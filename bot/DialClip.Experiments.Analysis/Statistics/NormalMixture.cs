using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The normal mixture, for deviations that are sub-Gaussian.</summary>
public sealed class NormalMixture : Mixture
{
    private readonly Alternative alternative;
    private readonly double rho;

    /// <summary>Initializes a mixture.</summary>
    /// <param name="tuningVariance">The intrinsic time at which the bound is least.</param>
    /// <param name="alpha">The alpha for which it is least there.</param>
    /// <param name="alternative">Two-sided, or one side (both single sides are the same by symmetry).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public NormalMixture(double tuningVariance, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        rho = ComputeRho(tuningVariance, alpha, alternative);
        this.alternative = alternative;
    }

    /// <summary>Gets the variance of the mixing distribution, inverted.</summary>
    public double Rho => rho;

    /// <inheritdoc/>
    public override double ComputeLogarithm(double sum, double variance)
    {
        var scale = variance + rho;
        var square = sum * sum / (2 * scale);
        return alternative == Alternative.TwoSided
            ? 0.5 * Math.Log(rho / scale) + square
            : 0.5 * Math.Log(4 * rho / scale) + square + Math.Log(Normal.CDF(0, 1, sum / Math.Sqrt(scale)));
    }

    /// <inheritdoc/>
    public override double ComputeBound(double variance, double alpha)
    {
        if (alternative != Alternative.TwoSided)
            return base.ComputeBound(variance, alpha);
        Arguments.ThrowUnlessPositive(variance);
        Arguments.ThrowUnlessBetween0And1(alpha);
        return Math.Sqrt((variance + rho) * (Math.Log(1 + variance / rho) - 2 * Math.Log(alpha)));
    }
}
