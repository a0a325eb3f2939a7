using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Tests.Evaluation.Statistics;

public sealed class WilsonIntervalTests
{
    [Theory]
    [InlineData(15, 148, 0.0624, 0.1605)] // Newcombe 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Compute_PublishedCases_GivesTheirBounds(int successes, int trials, double low, double high)
    {
        var interval = WilsonInterval.Compute(successes, trials);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void Compute_NoTrials_IsEverything() =>
        Assert.Equal(new ConfidenceInterval(0, 1), WilsonInterval.Compute(0, 0));

    [Theory]
    [InlineData(-1, 5, 0.95)]
    [InlineData(6, 5, 0.95)]
    [InlineData(1, -1, 0.95)]
    [InlineData(1, 5, 1.0)]
    [InlineData(1, 5, double.NaN)]
    public void Compute_ImpossibleNumbers_AreRefused(int successes, int trials, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(successes, trials, confidence));
}
