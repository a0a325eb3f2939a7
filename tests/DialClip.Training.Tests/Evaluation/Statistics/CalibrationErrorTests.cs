using DialClip.Encoders;
using DialClip.Training.Evaluation;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Tests.Evaluation.Statistics;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Of_StatedSharesThatCameTrue_IsZero() =>
        Assert.Equal(
            0,
            CalibrationError.Compute(Enumerable.Range(0, 100).Select(number => (0.25, number % 4 == 0))),
            12
        );

    [Fact]
    public void Of_TwoBins_IsTheirMeanDistanceByExamples()
    {
        // Three of 0.9 of which one came, one of 0.1 that came: (3 x |0.9 - 1/3| + 1 x |0.1 - 1|) / 4.
        var error = CalibrationError.Compute([(0.9, true), (0.9, false), (0.9, false), (0.1, true)]);

        Assert.Equal((3 * (0.9 - 1.0 / 3) + 0.9) / 4, error, 12);
    }

    [Fact]
    public void Of_ValuesOutsideAndAtTheEnds_AreBroughtIn()
    {
        Assert.Equal(0, CalibrationError.Compute([(1.5, true), (1.0, true), (-0.2, false), (0.0, false)]), 12);
        Assert.Equal(0, CalibrationError.Compute([]));
    }

    [Fact]
    public void Rows_OfAnswers_AreOnePerExpertAndSayWhatIsNotCalibrated()
    {
        var rows = CalibrationRow.CreateRows([
            new(Modality.Text, Modality.Picture, 0.5, 1, true),
            new(Modality.Text, Modality.Picture, 0.5, 0, false),
            new(Modality.Text, Modality.Text, 1, null, true),
            new(Modality.Picture, Modality.Picture, 0.25, 0.5, false),
        ]);

        Assert.Equal(
            [
                new(Modality.Text, Modality.Text, 1, 1, 0, null),
                new(Modality.Text, Modality.Picture, 2, 1, 0, 0),
                new(Modality.Picture, Modality.Picture, 1, 0, 0.25, 0.5),
            ],
            rows
        );
    }
}
