using DialClip.Experiments.Analysis.Statistics;
using MathNet.Numerics.Distributions;

namespace DialClip.Experiments.Analysis.Replay;

/// <summary>Estimates a policy that was never served from the logged decisions of another.</summary>
/// <remarks>
/// IPS: Horvitz and Thompson 1952; clipping: Bottou et al. 2013; SNIPS: Swaminathan and Joachims 2015, "The
/// Self-Normalized Estimator for Counterfactual Learning", with the variance by the delta method.
/// </remarks>
public static class PolicyReplay
{
    /// <summary>Estimates the mean reward of the new policy, in one pass.</summary>
    /// <param name="decisions">The decisions.</param>
    /// <param name="maxWeight">The largest weight; larger ones are cut to it. Infinite for no clipping.</param>
    /// <param name="alpha">The probability that an interval does not cover, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A decision has a number outside of its range.</exception>
    public static ReplayEstimate Estimate(
        IEnumerable<LoggedDecision> decisions,
        double maxWeight = double.PositiveInfinity,
        double alpha = 0.05
    )
    {
        ArgumentNullException.ThrowIfNull(decisions);
        Arguments.ThrowUnlessBetween0And1(alpha);
        if (!(maxWeight > 0))
            throw new ArgumentOutOfRangeException(nameof(maxWeight), maxWeight, "Expected a weight above 0.");
        var (count, clipped) = (0L, 0L);
        var (weights, weightSquares) = (0.0, 0.0);
        var (rewards, rewardSquares, products) = (0.0, 0.0, 0.0);
        foreach (var decision in decisions)
        {
            Check(decision, count);
            var weight = decision.NewProbability / decision.Propensity;
            clipped += weight > maxWeight ? 1 : 0;
            weight = Math.Min(weight, maxWeight);
            var reward = weight * decision.Reward;
            count++;
            weights += weight;
            weightSquares += weight * weight;
            rewards += reward;
            rewardSquares += reward * reward;
            products += reward * weight;
        }
        double n = count;
        var t = count < 2 ? double.PositiveInfinity : StudentT.InvCDF(0, 1, n - 1, 1 - alpha / 2);
        var (ips, snips) = (rewards / n, rewards / weights);
        var ipsVariance = (rewardSquares - n * ips * ips) / (n - 1) / n;
        var residuals = rewardSquares - 2 * snips * products + snips * snips * weightSquares;
        var snipsVariance = n / (n - 1) * residuals / (weights * weights);
        return new(
            count,
            weightSquares > 0 ? weights * weights / weightSquares : 0,
            clipped,
            ips,
            CreateInterval(ips, ipsVariance, t),
            snips,
            CreateInterval(snips, snipsVariance, t)
        );
    }

    private static void Check(LoggedDecision decision, long index)
    {
        if (
            decision.Propensity is > 0 and <= 1
            && decision.NewProbability is >= 0 and <= 1
            && double.IsFinite(decision.Reward)
        )
            return;
        throw new ArgumentException(
            $"Decision {index} has the propensity {decision.Propensity}, the new probability "
                + $"{decision.NewProbability} and the reward {decision.Reward}; expected a propensity above 0 and at "
                + "most 1, a probability of 0 to 1 and a finite reward."
        );
    }

    private static ConfidenceInterval CreateInterval(double value, double variance, double t) =>
        double.IsFinite(value) && double.IsFinite(t)
            // Rounding may take a variance of nothing below 0.
            ? new(value - t * Math.Sqrt(Math.Max(0, variance)), value + t * Math.Sqrt(Math.Max(0, variance)))
            : new(double.NegativeInfinity, double.PositiveInfinity);
}
