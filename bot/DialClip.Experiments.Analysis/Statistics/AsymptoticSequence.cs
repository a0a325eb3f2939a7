namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>
/// An always-valid confidence sequence of an effect: it may be looked at every day, and a decision at any look keeps
/// the error probability, for numbers of units at which means are about normal.
/// </summary>
/// <remarks>
/// Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence
/// sequences", arXiv 2103.06476: a normal mixture, narrowest at about a chosen number of units.
/// </remarks>
public sealed class AsymptoticSequence
{
    private readonly double alpha;
    private readonly Alternative alternative;
    private readonly double rhoSquared;

    /// <summary>Initializes a sequence.</summary>
    /// <param name="alpha">The probability that a bound ever fails, between 0 and 1; below 0.5 for one side.</param>
    /// <param name="tuningUnits">The number of units of both variants at which the sequence is narrowest.</param>
    /// <param name="alternative">Which bounds it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public AsymptoticSequence(
        double alpha = 0.05,
        double tuningUnits = 5000,
        Alternative alternative = Alternative.TwoSided
    )
    {
        var argument = alternative == Alternative.TwoSided ? alpha : 2 * alpha;
        Arguments.ThrowUnlessBetween0And1(argument, nameof(alpha));
        Arguments.ThrowUnlessPositive(tuningUnits);
        (this.alpha, this.alternative) = (alpha, alternative);
        rhoSquared = (-2 * Math.Log(argument) + Math.Log(1 - 2 * Math.Log(argument))) / tuningUnits;
    }

    /// <summary>Computes the interval at a look.</summary>
    /// <param name="effect">The effect of all units until then.</param>
    public ConfidenceInterval ComputeInterval(Effect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return Bounds.Create(effect.Value, ComputeHalfWidth(effect.StandardError, effect.Units), alternative);
    }

    /// <summary>Computes the half width of the interval.</summary>
    /// <param name="standardError">The standard error of the effect.</param>
    /// <param name="units">The number of units of both variants.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public double ComputeHalfWidth(double standardError, double units)
    {
        Arguments.ThrowUnlessPositive(units);
        var scale = units * rhoSquared + 1;
        var log =
            alternative == Alternative.TwoSided
                ? Math.Log(Math.Sqrt(scale) / alpha)
                : Math.Log(1 + Math.Sqrt(scale) / (2 * alpha));
        return standardError * Math.Sqrt(2 * scale * log / (units * rhoSquared));
    }

    /// <summary>
    /// Computes the always-valid p-value of no effect: the least alpha at which the sequence would exclude it now.
    /// </summary>
    /// <param name="effect">The effect of all units until now.</param>
    public double ComputePValue(Effect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var z = effect.Value / effect.StandardError;
        var scale = effect.Units * rhoSquared + 1;
        var exponent = effect.Units * rhoSquared * z * z / (2 * scale);
        if (alternative == Alternative.TwoSided)
            return Math.Min(1, Math.Sqrt(scale) * Math.Exp(-exponent));
        if (alternative == Alternative.Greater ? z <= 0 : z >= 0)
            return 1;
        return Math.Min(1, Math.Sqrt(scale) / (2 * double.ExpM1(exponent)));
    }
}
