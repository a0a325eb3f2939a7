using DialClip.Training.Classification;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;

namespace DialClip.Training.Tests.Classification;

public sealed class PromptSummaryTests
{
    [Fact]
    public void Of_TwoSeeds_TakesTheHarmonicMeanOfTheMeans()
    {
        var summary = PromptSummary.Create([
            Result(0, [true, true, true, false], [true, false]),
            Result(1, [true, false, false, false], [true, true]),
        ]);

        Assert.Equal(0.5, summary.Base.Mean, 1e-12);
        Assert.Equal(0.75, summary.New!.Mean, 1e-12);
        Assert.Equal(2 * 0.5 * 0.75 / 1.25, summary.Harmonic!.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2 * 0.25 * 0.25), summary.Base.StandardDeviation, 1e-12);
    }

    [Fact]
    public void Of_AcrossSets_HasNoNewClasses()
    {
        var summary = PromptSummary.Create([Result(0, [true, false], []) with { Source = "other" }]);

        Assert.Null(summary.New);
        Assert.Null(summary.Harmonic);
    }

    [Fact]
    public void Draw_Shots_AreTrainPhotosOfTheClassesTheSameForASeed()
    {
        Photo[] photos =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(index => new Photo(
                    $"{index}",
                    index % 3,
                    index % 4 == 0 ? DialogSplit.Test : DialogSplit.Train
                )),
        ];

        var drawn = FewShots.Draw(photos, classes: 2, shots: 5, seed: 1);

        Assert.Equal(10, drawn.Distinct().Count());
        Assert.All(drawn, row => Assert.True(photos[row].Split == DialogSplit.Train && photos[row].Class < 2));
        Assert.Equal(drawn, FewShots.Draw(photos, 2, 5, 1));
        Assert.NotEqual(drawn, FewShots.Draw(photos, 2, 5, 2));
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public void BaseClasses_OddNumber_TakesTheMiddleOne(int classes, int expected) =>
        Assert.Equal(
            expected,
            new PhotoSet(
                "set",
                [.. Enumerable.Range(0, classes).Select(index => new PhotoClass($"{index}", null))],
                []
            ).BaseClasses
        );

    private static PromptResult Result(int seed, bool[] based, bool[] fresh) =>
        new("set", "set", "CoOp", seed, based, fresh);
}
