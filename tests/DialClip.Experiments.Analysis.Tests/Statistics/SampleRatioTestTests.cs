using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class SampleRatioTestTests
{
    private static readonly Dictionary<string, double> Halves = new() { ["A"] = 50, ["B"] = 50 };

    // Computed from the formula; 1 degree of freedom.
    [Theory]
    [InlineData(1000, 1200, 18.1818, 2.00787e-5)]
    [InlineData(50_450, 49_550, 8.1, 0.00442653)]
    public void Compute_Halves_AgreesWithTheFormula(int first, int second, double statistic, double pValue)
    {
        var result = SampleRatioTest.Compute([first, second], [1, 1]);

        Assert.Equal(statistic, result.ChiSquare, 5e-5);
        Assert.Equal(pValue, result.PValue, 1e-5 * pValue);
    }

    // scipy.stats.chisquare([16, 18, 16, 14, 12, 12]), its documentation: 2.0, 0.84914503608460956.
    [Fact]
    public void Compute_SixVariants_AgreesWithScipy()
    {
        var result = SampleRatioTest.Compute([16, 18, 16, 14, 12, 12], [1, 1, 1, 1, 1, 1]);

        Assert.Equal((2.0, 5), (Math.Round(result.ChiSquare, 10), result.DegreesOfFreedom));
        Assert.Equal(0.84914503608460956, result.PValue, 1e-10);
    }

    [Fact]
    public void Compute_WorkingSplit_AlarmsAtTheNominalRateAndCatchesALeak()
    {
        var random = new Random(9);
        const int Runs = 2000;
        var alarms = 0;
        for (var run = 0; run < Runs; run++)
        {
            var control = random.NextBinomial(1000, 0.2);
            alarms += SampleRatioTest.Compute([control, 1000 - control], [20, 80]).PValue < 0.05 ? 1 : 0;
        }
        var leak = random.NextBinomial(200_000, 0.49);

        Assert.InRange((double)alarms / Runs, 0.04, 0.06);
        Assert.True(SampleRatioTest.Compute([leak, 200_000 - leak], [1, 1]).PValue < 0.001);
    }

    [Fact]
    public void FindBreaks_OneChannelOfOneDay_IsFound()
    {
        List<SampleRatioCell> cells = [];
        foreach (var day in Enumerable.Range(1, 7))
        foreach (var channel in new[] { "msteams", "webchat" })
        {
            var isBroken = day == 3 && channel == "msteams";
            cells.Add(new("A", new(2026, 11, day), channel, 1000));
            cells.Add(new("B", new(2026, 11, day), channel, isBroken ? 700 : 1000));
        }

        var breaks = SampleRatioTest.FindBreaks(cells, Halves);

        Assert.Equal((new DateOnly(2026, 11, 3), "msteams"), (breaks[0].Day, breaks[0].Channel));
        Assert.Equal(700 / 1700.0, breaks[0].Variant == "B" ? breaks[0].Share : 1 - breaks[0].Share, 1e-9);
        Assert.DoesNotContain(breaks, part => part.Channel == "webchat");
    }

    [Fact]
    public void FindBreaks_WorkingSplit_FindsNone()
    {
        var random = new Random(10);
        List<SampleRatioCell> cells = [];
        foreach (var day in Enumerable.Range(1, 28))
        foreach (var channel in new[] { "msteams", "webchat", "sms" })
        {
            var units = random.NextBinomial(500, 0.5);
            cells.Add(new("A", new(2026, 11, day), channel, units));
            cells.Add(new("B", new(2026, 11, day), channel, 500 - units));
        }

        Assert.Empty(SampleRatioTest.FindBreaks(cells, Halves));
    }

    [Fact]
    public void Compute_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SampleRatioTest.Compute([1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioTest.Compute([1, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() =>
            SampleRatioTest.FindBreaks([new("C", new(2026, 11, 1), "msteams", 1)], Halves)
        );
    }
}
