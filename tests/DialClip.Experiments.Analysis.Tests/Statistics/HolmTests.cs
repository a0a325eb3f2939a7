using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class HolmTests
{
    // R, p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"): 0.03 0.06 0.06 0.02.
    [Fact]
    public void Adjust_FourTests_AgreesWithR() =>
        Assert.Equal(
            [0.03, 0.06, 0.06, 0.02],
            Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(value => Math.Round(value, 12))
        );

    [Fact]
    public void Adjust_TestsOfNothing_RaisesAnyAlarmAsRarelyAsItSays()
    {
        var random = new Random(11);
        const int Runs = 5000;
        var alarms = 0;
        for (var run = 0; run < Runs; run++)
        {
            double[] values = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            alarms += Holm.Adjust(values).Any(value => value < 0.05) ? 1 : 0;
        }

        Assert.InRange((double)alarms / Runs, 0.04, 0.06);
    }
}
