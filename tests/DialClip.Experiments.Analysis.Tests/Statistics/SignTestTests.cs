using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class SignTestTests
{
    // By hand: 2 * (1 + 10) / 2^10 for 9 of 10; 2 / 2^5 for 5 of 5.
    [Theory]
    [InlineData(9, 1, 0.021484375)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 0, 1)]
    public void ComputePValue_FewPairs_IsExact(int wins, int losses, double expected) =>
        Assert.Equal(expected, SignTest.ComputePValue(wins, losses), 1e-9);

    [Fact]
    public void ComputePValue_FairCoin_AlarmsAtMostAtTheNominalRate()
    {
        var random = new Random(12);
        const int Runs = 3000;
        var alarms = 0;
        for (var run = 0; run < Runs; run++)
        {
            var wins = random.NextBinomial(200, 0.5);
            alarms += SignTest.ComputePValue(wins, 200 - wins) < 0.05 ? 1 : 0;
        }

        Assert.InRange((double)alarms / Runs, 0.025, 0.055);
    }
}
