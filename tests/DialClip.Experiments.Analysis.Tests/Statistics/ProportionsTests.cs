using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class ProportionsTests
{
    // 7 of 34 against 1 of 34: Fagerland, Lydersen and Laake 2015, as in statsmodels'
    // test_proportion.py and R's PropCIs.
    [Theory]
    [InlineData(7, 34, 0.103495, 0.367984)]
    [InlineData(1, 34, 0.005211, 0.149156)]
    public void ComputeWilsonInterval_PublishedCase_Agrees(int successes, int trials, double low, double high)
    {
        var interval = Proportions.ComputeWilsonInterval(successes, trials);

        Assert.Equal(low, interval.Low, 5e-7);
        Assert.Equal(high, interval.High, 5e-7);
    }

    [Fact]
    public void ComputeNewcombeInterval_PublishedCase_Agrees()
    {
        var interval = Proportions.ComputeNewcombeInterval((1, 34), (7, 34));

        Assert.Equal(0.018921, interval.Low, 5e-7);
        Assert.Equal(0.340369, interval.High, 5e-7);
    }

    [Fact]
    public void ComputeWilsonInterval_Ends_AreExact()
    {
        Assert.Equal(1, Proportions.ComputeWilsonInterval(38, 38).High);
        Assert.Equal(0, Proportions.ComputeWilsonInterval(0, 77).Low);
        Assert.Equal(new ConfidenceInterval(0, 1), Proportions.ComputeWilsonInterval(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.ComputeWilsonInterval(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.ComputeWilsonInterval(1, 2, 1));
    }

    [Fact]
    public void ComputeNewcombeInterval_NoTrialsOnOneSide_ExcludesNothingThatIsPossible()
    {
        var interval = Proportions.ComputeNewcombeInterval((0, 0), (3, 10));

        Assert.True(interval.Contains(-0.5) && interval.Contains(0.5));
    }

    [Fact]
    public void Intervals_Simulated_CoverAsTheySay()
    {
        var random = new Random(1);
        var (wilson, newcombe) = (0, 0);
        const int Runs = 4000;
        for (var run = 0; run < Runs; run++)
        {
            var (a, b) = (random.NextBinomial(60, 0.2), random.NextBinomial(80, 0.3));
            wilson += Proportions.ComputeWilsonInterval(a, 60).Contains(0.2) ? 1 : 0;
            newcombe += Proportions.ComputeNewcombeInterval((a, 60), (b, 80)).Contains(0.1) ? 1 : 0;
        }

        Assert.InRange((double)wilson / Runs, 0.94, 0.97);
        Assert.InRange((double)newcombe / Runs, 0.94, 0.965);
    }
}
