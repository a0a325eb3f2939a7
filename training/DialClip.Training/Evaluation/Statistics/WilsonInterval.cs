using MathNet.Numerics.Distributions;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>The Wilson score interval of a proportion, which is valid for few observations too.</summary>
/// <remarks>Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".</remarks>
internal static class WilsonInterval
{
    /// <summary>Computes the interval.</summary>
    /// <param name="successes">The successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The trials; without any, the interval is 0 to 1.</param>
    /// <param name="confidence">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static ConfidenceInterval Compute(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(confidence),
                confidence,
                "Expected a confidence between 0 and 1."
            );
        if (trials == 0)
            return new(0, 1);
        var z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
        double n = trials;
        var share = successes / n;
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        // Exactly 0 or 1 at the ends, whatever the rounding.
        return new(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
