using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>What an experiment can find: power, the least effect that it detects, and how many units it still needs.
/// </summary>
public static class PowerAnalysis
{
    // 2^27 times the units of now: an experiment that needs more does not end.
    private const int MaxDoublings = 27;

    /// <summary>Computes the probability that a true effect is found.</summary>
    /// <param name="effect">The true effect.</param>
    /// <param name="standardError">The standard error of its estimate.</param>
    /// <param name="halfWidth">
    /// The half width of the two-sided interval that decides: of the test at its horizon, or of a sequence there.
    /// </param>
    public static double ComputePower(double effect, double standardError, double halfWidth)
    {
        Arguments.ThrowUnlessPositive(standardError);
        var size = Math.Abs(effect);
        return Normal.CDF(0, 1, (size - halfWidth) / standardError)
            + Normal.CDF(0, 1, -(size + halfWidth) / standardError);
    }

    /// <summary>Computes the half width of the normal interval of one look.</summary>
    /// <param name="standardError">The standard error.</param>
    /// <param name="alpha">The probability that the interval does not cover, between 0 and 1.</param>
    public static double ComputeHalfWidth(double standardError, double alpha = 0.05)
    {
        Arguments.ThrowUnlessBetween0And1(alpha);
        return Normal.InvCDF(0, 1, 1 - alpha / 2) * standardError;
    }

    /// <summary>Computes the least effect that is found with a given power.</summary>
    /// <param name="standardError">The standard error of the estimate.</param>
    /// <param name="halfWidth">The half width of the interval that decides.</param>
    /// <param name="power">The power, between 0 and 1.</param>
    public static double ComputeDetectableEffect(double standardError, double halfWidth, double power = 0.8)
    {
        Arguments.ThrowUnlessPositive(standardError);
        Arguments.ThrowUnlessBetween0And1(power);
        return halfWidth + Normal.InvCDF(0, 1, power) * standardError;
    }

    /// <summary>Computes how many units each variant of a comparison of two proportions needs, for one look.</summary>
    /// <param name="baseline">The control's proportion, between 0 and 1.</param>
    /// <param name="difference">The absolute difference to find, not 0.</param>
    /// <param name="alpha">The probability of a false alarm, between 0 and 1.</param>
    /// <param name="power">The power, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static long ComputeUnitsPerVariant(
        double baseline,
        double difference,
        double alpha = 0.05,
        double power = 0.8
    )
    {
        Arguments.ThrowUnlessBetween0And1(baseline);
        Arguments.ThrowUnlessBetween0And1(baseline + difference, nameof(difference));
        Arguments.ThrowUnlessPositive(Math.Abs(difference), nameof(difference));
        Arguments.ThrowUnlessBetween0And1(alpha);
        Arguments.ThrowUnlessBetween0And1(power);
        var changed = baseline + difference;
        var z = Normal.InvCDF(0, 1, 1 - alpha / 2) + Normal.InvCDF(0, 1, power);
        var variance = baseline * (1 - baseline) + changed * (1 - changed);
        return (long)Math.Ceiling(z * z * variance / (difference * difference));
    }

    /// <summary>
    /// Computes how many more units are needed to find an effect, as a multiple of those that there are.
    /// </summary>
    /// <param name="effect">The effect to find, in the scale of <paramref name="current"/>.</param>
    /// <param name="current">The estimate until now; of it the standard error and the number of units are used.</param>
    /// <param name="computeHalfWidth">
    /// Gets the half width of the interval that decides from a standard error and a number of units.
    /// </param>
    /// <param name="power">The power, between 0 and 1.</param>
    /// <returns>0 where there are enough; null where no number of units would do.</returns>
    public static double? ComputeUnitsToGo(
        double effect,
        Effect current,
        Func<double, double, double> computeHalfWidth,
        double power = 0.8
    )
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(computeHalfWidth);
        Arguments.ThrowUnlessBetween0And1(power);
        double Missing(double factor)
        {
            var error = current.StandardError / Math.Sqrt(1 + factor);
            return power - ComputePower(effect, error, computeHalfWidth(error, current.Units * (1 + factor)));
        }
        if (Missing(0) <= 0)
            return 0;
        var high = 1.0;
        for (var doublings = 0; Missing(high) > 0; doublings++, high *= 2)
            if (doublings == MaxDoublings)
                return null;
        return Bisection.FindRoot(Missing, 0, high);
    }
}
