using DialClip.Training.Data;
using DialClip.Training.Tuning;

namespace DialClip.Training.Tests.Tuning;

public sealed class CalibrationTests
{
    [Fact]
    public void Choose_AnsweredDialogs_LosesAtMostOneInTwentyByEachThreshold()
    {
        var ranked = Enumerable.Range(0, 100).Select(number => Ranked(Intent.Picture, score: 0.2f + number * 0.005f, silence: number * 0.005f)).ToList();

        var thresholds = Calibration.Choose(ranked);

        Assert.InRange(ranked.Count(one => one.Intent[2] >= thresholds.SilenceProbability), 0, 5);
        Assert.InRange(ranked.Count(one => one.BestPicture < thresholds.MinScorePicture), 0, 5);
        Assert.True(thresholds.MinScorePicture > 0.2);
        Assert.True(thresholds.SilenceProbability < 0.5);
    }

    [Fact]
    public void Choose_NothingToLearnFrom_SilencesNothing()
    {
        var thresholds = Calibration.Choose([Ranked(Intent.Silence, 0.9f, 0.9f)]);

        Assert.Equal((1.0, -1.0, -1.0), (thresholds.SilenceProbability, thresholds.MinScorePicture, thresholds.MinScoreText));
    }

    private static RankedExample Ranked(Intent intent, float score, float silence) =>
        new(new([1, 2], null, [], intent == Intent.Picture ? [0] : [], [], intent, DialogSplit.Validation), 1, [0], score, 0, [1 - silence, 0, silence]);
}
