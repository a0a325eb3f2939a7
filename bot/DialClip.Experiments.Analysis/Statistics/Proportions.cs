using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Intervals of one proportion and of the difference of two, for independent trials and one look.</summary>
public static class Proportions
{
    /// <summary>Computes Wilson's score interval of a proportion, which is valid for few trials, too.</summary>
    /// <param name="successes">The successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The trials; without any, the interval is 0 to 1.</param>
    /// <param name="alpha">The probability that the interval does not cover, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    /// <remarks>Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".</remarks>
    public static ConfidenceInterval ComputeWilsonInterval(long successes, long trials, double alpha = 0.05)
    {
        Arguments.ThrowUnlessCounts(successes, trials);
        Arguments.ThrowUnlessBetween0And1(alpha);
        if (trials == 0)
            return new(0, 1);
        var z = Normal.InvCDF(0, 1, 1 - alpha / 2);
        double n = trials;
        var share = successes / n;
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        // Exactly 0 or 1 at the ends, whatever the rounding.
        return new(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /// <summary>Computes Newcombe's hybrid score interval of the difference treatment - control.</summary>
    /// <param name="control">The successes and trials of the control.</param>
    /// <param name="treatment">The successes and trials of the treatment.</param>
    /// <param name="alpha">The probability that the interval does not cover, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    /// <remarks>Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10.
    /// Where a side has no trials, the interval is what the other side's allows.</remarks>
    public static ConfidenceInterval ComputeNewcombeInterval(
        (long Successes, long Trials) control,
        (long Successes, long Trials) treatment,
        double alpha = 0.05
    )
    {
        var (a, b) = (
            ComputeWilsonInterval(control.Successes, control.Trials, alpha),
            ComputeWilsonInterval(treatment.Successes, treatment.Trials, alpha)
        );
        if (control.Trials == 0 || treatment.Trials == 0)
            return new(b.Low - a.High, b.High - a.Low);
        var shareA = (double)control.Successes / control.Trials;
        var shareB = (double)treatment.Successes / treatment.Trials;
        var difference = shareB - shareA;
        return new(
            difference - double.Hypot(shareB - b.Low, a.High - shareA),
            difference + double.Hypot(b.High - shareB, shareA - a.Low)
        );
    }
}
