using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Welch's test of an effect: for one look, at a number of units that was chosen before.</summary>
public static class WelchTest
{
    /// <summary>Computes the confidence interval of an effect.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="alpha">The probability that the interval does not cover, between 0 and 1.</param>
    /// <param name="alternative">Which bounds it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static ConfidenceInterval ComputeInterval(
        Effect effect,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided
    )
    {
        ArgumentNullException.ThrowIfNull(effect);
        Arguments.ThrowUnlessBetween0And1(alpha);
        var tail = alternative == Alternative.TwoSided ? alpha / 2 : alpha;
        var half = StudentT.InvCDF(0, 1, effect.DegreesOfFreedom, 1 - tail) * effect.StandardError;
        return Bounds.Create(effect.Value, half, alternative);
    }

    /// <summary>Computes the probability of an effect as far from 0 or farther where there is none.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="alternative">In which direction.</param>
    public static double ComputePValue(Effect effect, Alternative alternative = Alternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var t = effect.Value / effect.StandardError;
        return alternative switch
        {
            Alternative.Greater => StudentT.CDF(0, 1, effect.DegreesOfFreedom, -t),
            Alternative.Less => StudentT.CDF(0, 1, effect.DegreesOfFreedom, t),
            _ => 2 * StudentT.CDF(0, 1, effect.DegreesOfFreedom, -Math.Abs(t)),
        };
    }
}
