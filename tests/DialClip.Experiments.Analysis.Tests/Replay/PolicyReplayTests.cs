using DialClip.Experiments.Analysis.Replay;

namespace DialClip.Experiments.Analysis.Tests.Replay;

public sealed class PolicyReplayTests
{
    // VowpalWabbit's estimators, tests: one record of propensity 0.3, reward 1, new probability 0.6.
    [Fact]
    public void Estimate_OneDecision_AgreesWithVowpalWabbit()
    {
        var estimate = PolicyReplay.Estimate([new(0.3, 0.6, 1)]);

        Assert.Equal((2.0, 1.0), (Math.Round(estimate.Ips, 12), Math.Round(estimate.Snips, 12)));
        Assert.Equal(double.PositiveInfinity, estimate.IpsInterval.High);
    }

    // The same tests: ten records of propensity 1 with one reward.
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(-1)]
    public void Estimate_SameRewards_IsThatReward(double reward)
    {
        var estimate = PolicyReplay.Estimate(Enumerable.Repeat(new LoggedDecision(1, 1, reward), 10));

        Assert.Equal((reward, reward), (estimate.Ips, estimate.Snips));
        Assert.True(estimate.IpsInterval.Contains(reward) && estimate.SnipsInterval.Contains(reward));
        Assert.Equal(10, estimate.EffectiveDecisions, 1e-9);
    }

    [Fact]
    public void Estimate_MoreDecisionsOrLargerAlpha_HasANarrowerInterval()
    {
        var random = new Random(14);
        List<LoggedDecision> decisions = [.. Enumerable.Range(0, 400).Select(_ => Draw(random))];
        var (few, many) = (PolicyReplay.Estimate(decisions.Take(100)), PolicyReplay.Estimate(decisions));
        var loose = PolicyReplay.Estimate(decisions, alpha: 0.2);

        Assert.True(GetWidth(many.IpsInterval) < GetWidth(few.IpsInterval));
        Assert.True(many.SnipsInterval.Low < loose.SnipsInterval.Low);
        Assert.True(many.SnipsInterval.High > loose.SnipsInterval.High);
        Assert.InRange(many.EffectiveDecisions, 100, 399);
    }

    [Fact]
    public void Estimate_LargeWeights_AreCutAndCounted()
    {
        var estimate = PolicyReplay.Estimate([new(0.01, 1, 1), new(1, 1, 0)], maxWeight: 10);

        Assert.Equal((1, 5.0), (estimate.Clipped, estimate.Ips));
    }

    [Fact]
    public void Estimate_BadDecision_IsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => PolicyReplay.Estimate([new(1, 1, 1), new(0, 1, 1)]));

        Assert.Contains("Decision 1", error.Message, StringComparison.Ordinal);
    }

    // Two items; the logging policy sends the first in 3 of 10 cases, the new one in 8. Likes: 60 % and 20 %.
    [Fact]
    public void Estimate_KnownTaste_Covers()
    {
        var random = new Random(15);
        const int Runs = 1000;
        const double Truth = 0.8 * 0.6 + 0.2 * 0.2;
        var (ips, snips) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var estimate = PolicyReplay.Estimate(Enumerable.Range(0, 400).Select(_ => Draw(random)));
            ips += estimate.IpsInterval.Contains(Truth) ? 1 : 0;
            snips += estimate.SnipsInterval.Contains(Truth) ? 1 : 0;
        }

        Assert.InRange((double)ips / Runs, 0.93, 0.97);
        Assert.InRange((double)snips / Runs, 0.93, 0.97);
    }

    private static LoggedDecision Draw(Random random) =>
        random.NextDouble() < 0.3
            ? new(0.3, 0.8, random.NextDouble() < 0.6 ? 1 : 0)
            : new(0.7, 0.2, random.NextDouble() < 0.2 ? 1 : 0);

    private static double GetWidth(Analysis.Statistics.ConfidenceInterval interval) => interval.High - interval.Low;
}
