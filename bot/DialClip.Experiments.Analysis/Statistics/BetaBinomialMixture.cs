using MathNet.Numerics;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The beta-binomial mixture, for deviations that are bounded on both sides: exact for a proportion.</summary>
public sealed class BetaBinomialMixture : Mixture
{
    private readonly double g;
    private readonly double h;
    private readonly double r;
    private readonly double split;
    private readonly double normalizer;

    /// <summary>Initializes a mixture.</summary>
    /// <param name="tuningVariance">The intrinsic time at which the bound is least.</param>
    /// <param name="below">How far a deviation reaches below 0; for a proportion p it is p.</param>
    /// <param name="above">How far it reaches above 0; for a proportion p it is 1 - p.</param>
    /// <param name="alpha">The alpha for which it is least there.</param>
    /// <param name="alternative">Two-sided, or one side (of sums above 0).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public BetaBinomialMixture(
        double tuningVariance,
        double below,
        double above,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided
    )
    {
        Arguments.ThrowUnlessPositive(below);
        Arguments.ThrowUnlessPositive(above);
        (g, h) = (below, above);
        r = Math.Max(ComputeRho(tuningVariance, alpha, alternative) - g * h, 1e-3 * g * h);
        split = alternative == Alternative.TwoSided ? 1 : h / (g + h);
        normalizer = ComputeLogBeta(r / (g * (g + h)), r / (h * (g + h)));
    }

    /// <inheritdoc/>
    public override double ComputeLogarithm(double sum, double variance) =>
        variance / (g * h) * Math.Log(g + h)
        - (variance + h * sum) / (h * (g + h)) * Math.Log(g)
        - (variance - g * sum) / (g * (g + h)) * Math.Log(h)
        + ComputeLogBeta((r + variance - g * sum) / (g * (g + h)), (r + variance + h * sum) / (h * (g + h)))
        - normalizer;

    private protected override double? GetLargestSum(double variance) => variance / g;

    private double ComputeLogBeta(double a, double b) =>
        SpecialFunctions.BetaLn(a, b) + (split < 1 ? Math.Log(SpecialFunctions.BetaRegularized(a, b, split)) : 0);
}
