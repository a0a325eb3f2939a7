using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Calibration;

namespace DialClip.Training.Tests.Heads.Calibration;

public sealed class HeadCalibrationTests
{
    [Theory]
    [InlineData(2.2727, 1.5)]
    [InlineData(1.0, 1.0)]
    [InlineData(4.0, 2.2)]
    public void ChooseMinBytesPerToken_LeastKnownMessage_IsFarBelowIt(double least, double expected) =>
        Assert.Equal(
            expected,
            HeadCalibration.ChooseMinBytesPerToken([least, .. Enumerable.Repeat(5.0, 19)]),
            precision: 6
        );

    [Fact]
    public void ChooseMinBytesPerToken_TooFewMessages_IsOff() =>
        Assert.Equal(0, HeadCalibration.ChooseMinBytesPerToken([.. Enumerable.Repeat(3.0, 19)]));

    [Fact]
    public void Choose_AnsweredDialogs_LosesAtMostOneInTwentyByEachThreshold()
    {
        var ranked = Enumerable
            .Range(0, 100)
            .Select(number => Ranked(Intent.Picture, score: 0.2f + number * 0.005f, silence: number * 0.005f))
            .ToList();

        var thresholds = HeadCalibration.ChooseThresholds(ranked);

        Assert.InRange(ranked.Count(example => example.Intent[2] >= thresholds.SilenceProbability), 0, 5);
        Assert.InRange(ranked.Count(example => example.BestPictureScore < thresholds.MinScorePicture), 0, 5);
        Assert.True(thresholds.MinScorePicture > 0.2);
        Assert.True(thresholds.SilenceProbability < 0.5);
    }

    [Fact]
    public void Choose_NothingToLearnFrom_SilencesNothing()
    {
        var thresholds = HeadCalibration.ChooseThresholds([Ranked(Intent.Silence, 0.9f, 0.9f)]);

        Assert.Equal(
            (1.0, -1.0, -1.0),
            (thresholds.SilenceProbability, thresholds.MinScorePicture, thresholds.MinScoreText)
        );
    }

    [Fact]
    public void Fit_TwoKindsOfScores_GivesEachItsOwnCurve()
    {
        // Pictures fit from 0.6 on, texts from 0.3 on: one cosine means two things.
        var fit = HeadCalibration.FitCurves(
            Enumerable
                .Range(0, 60)
                .SelectMany(number =>
                    new[]
                    {
                        Answer(Modality.Text, Modality.Picture, 0.3 + number * 0.01, Noisy(number, number >= 30)),
                        Answer(Modality.Text, Modality.Text, number * 0.01, Noisy(number, number >= 30)),
                    }
                )
        );

        Assert.True(fit.Curves!.TextToText!.Evaluate(0.45) > 0.6);
        Assert.True(fit.Curves.TextToPicture!.Evaluate(0.45) < 0.4);
        Assert.Equal(Math.Round(fit.Curves.TextToText.Slope, 3), fit.Curves.TextToText.Slope);
        Assert.Null(fit.Curves.PictureToText);
        Assert.Equal(2, fit.Warnings.Count);
    }

    [Theory]
    [InlineData(19, 10, "accepted in 10 of 19 dialogs; expected at least 20, with both outcomes")]
    [InlineData(40, 0, "accepted in 0 of 40 dialogs")]
    [InlineData(40, 40, "accepted in 40 of 40 dialogs")]
    public void Fit_TooLittleToTell_LeavesTheExpertOutAndSaysSo(int dialogs, int accepted, string why)
    {
        var fit = HeadCalibration.FitCurves(
            Enumerable
                .Range(0, dialogs)
                .Select(number => Answer(Modality.Picture, Modality.Text, number * 0.01, number >= dialogs - accepted))
        );

        Assert.Null(fit.Curves);
        Assert.Contains(
            fit.Warnings,
            sentence =>
                sentence.StartsWith("No confidence for texts after pictures", StringComparison.Ordinal)
                && sentence.Contains(why, StringComparison.Ordinal)
        );
        Assert.Equal(4, fit.Warnings.Count);
    }

    [Fact]
    public void Fit_HigherCosinesFitLess_LeavesTheExpertOut()
    {
        var fit = HeadCalibration.FitCurves(
            Enumerable
                .Range(0, 40)
                .Select(number => Answer(Modality.Text, Modality.Text, number * 0.01, Noisy(number, number < 20)))
        );

        Assert.Null(fit.Curves);
        Assert.Contains(
            fit.Warnings,
            sentence => sentence.Contains("a higher cosine does not mean a better item", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void TopAnswers_OfAnExample_AreItsBestOfEachKind()
    {
        var ranked = Ranked(Intent.Picture, 0.7f, 0.1f) with { BestPictureAccepted = true, BestTextScore = 0.4f };

        Assert.Equal(
            [Answer(Modality.Text, Modality.Picture, 0.7f, true), Answer(Modality.Text, Modality.Text, 0.4f, false)],
            ranked.TopAnswers
        );
    }

    private static TopAnswer Answer(Modality input, Modality response, double score, bool accepted) =>
        new(input, response, score, null, accepted);

    private static bool Noisy(int number, bool outcome) => number % 7 == 3 ? !outcome : outcome;

    private static RankedExample Ranked(Intent intent, float score, float silence) =>
        new(
            new([1, 2], null, [], intent == Intent.Picture ? [0] : [], [], intent, DialogSplit.Validation),
            1,
            [0],
            score,
            false,
            0,
            false,
            [1 - silence, 0, silence]
        );
}
