using DialClip.Training.Evaluation;

namespace DialClip.Training.Tests.Evaluation;

public sealed class IntentReportTests
{
    [Fact]
    public void At_KnownTurns_CountsAsDefined()
    {
        var report = IntentReport.Compute(0.5, [(0.9, true), (0.8, false), (0.5, true), (0.4, true), (0.1, false)]);

        Assert.Equal((5, 3), (report.Turns, report.Positives));
        Assert.Equal(2 / 3.0, report.Precision, 1e-12);
        Assert.Equal(2 / 3.0, report.Recall, 1e-12);
        Assert.Equal(2 / 3.0, report.F1, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BestThreshold_RandomTurns_IsAsGoodAsTryingAll(int seed)
    {
        var random = new Random(seed);
        List<(double, bool)> turns =
        [
            .. Enumerable.Range(0, 80).Select(_ => (Math.Round(random.NextDouble(), 1), random.Next(3) == 0)),
        ];

        var threshold = IntentReport.Compute(IntentReport.FindBestThreshold(turns), turns).F1;

        Assert.Equal(turns.Max(turn => IntentReport.Compute(turn.Item1, turns).F1), threshold, 1e-12);
    }

    [Fact]
    public void At_NothingForetold_IsZeroAndNotNaN() => Assert.Equal(0, IntentReport.Compute(2, [(0.5, true)]).F1);
}
