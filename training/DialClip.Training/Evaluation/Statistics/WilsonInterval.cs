using DialClip.Experiments.Analysis.Statistics;

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
        var interval = Proportions.ComputeWilsonInterval(successes, trials, 1 - confidence);
        return new(interval.Low, interval.High);
    }
}
