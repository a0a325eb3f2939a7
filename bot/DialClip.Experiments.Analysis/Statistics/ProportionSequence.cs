namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The always-valid interval of one proportion, exact for any number of independent trials.</summary>
public static class ProportionSequence
{
    /// <summary>Computes the interval at a look.</summary>
    /// <param name="successes">The successes until now.</param>
    /// <param name="trials">The trials until now; without any, the interval is 0 to 1.</param>
    /// <param name="tuningTrials">The number of trials at which the sequence is narrowest.</param>
    /// <param name="alpha">The probability that it ever fails to cover, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static ConfidenceInterval ComputeInterval(
        long successes,
        long trials,
        double tuningTrials,
        double alpha = 0.05
    )
    {
        Arguments.ThrowUnlessCounts(successes, trials);
        Arguments.ThrowUnlessPositive(tuningTrials);
        Arguments.ThrowUnlessBetween0And1(alpha);
        if (trials == 0)
            return new(0, 1);
        var share = (double)successes / trials;
        // At 0 and 1 there is all evidence against a proportion, or none where the share itself is there.
        double Excess(double p)
        {
            if (p is <= 0 or >= 1)
                return p == share ? -1 : 1;
            var variance = p * (1 - p);
            var mixture = new BetaBinomialMixture(variance * tuningTrials, p, 1 - p);
            return mixture.ComputeLogarithm((share - p) * trials, variance * trials) + Math.Log(alpha);
        }
        return new(
            successes == 0 ? 0 : Bisection.FindRoot(Excess, 0, share),
            successes == trials ? 1 : Bisection.FindRoot(Excess, share, 1)
        );
    }
}
