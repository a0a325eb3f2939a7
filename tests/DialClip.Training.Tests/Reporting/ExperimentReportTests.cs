using DialClip.Experiments.Events;
using DialClip.Training.Reporting;

namespace DialClip.Training.Tests.Reporting;

public sealed class ExperimentReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Compute_Events_CountsUnitsExposuresAndTheLastFeedback()
    {
        var rows = ExperimentReport.Compute([
            CreateExposure("1", "A", "u1"),
            CreateExposure("2", "A", "u1"),
            CreateExposure("3", "B", "u2"),
            CreateExposure("1", "A", "u1"), // delivered twice
            CreateFeedback("1", true),
            CreateFeedback("1", true), // clicked twice
            CreateFeedback("2", true),
            CreateFeedback("2", false), // changed
            CreateFeedback("9", true), // of no exposure
        ]);

        Assert.Equal(["A", "B"], rows.Select(row => row.Variant));
        Assert.Equal((1, 2, 1, 1), (rows[0].Units, rows[0].Exposures, rows[0].Likes, rows[0].Dislikes));
        Assert.Equal((1, 1, 0, 0), (rows[1].Units, rows[1].Exposures, rows[1].Likes, rows[1].Dislikes));
    }

    [Fact]
    public void Compute_WithdrawnLike_DoesNotCount()
    {
        var rows = ExperimentReport.Compute([
            CreateExposure("1", "A", "u"),
            CreateFeedback("1", true),
            CreateFeedback("1", null),
        ]);

        Assert.Equal((1, 0, 0), (rows[0].Exposures, rows[0].Likes, rows[0].Dislikes));
    }

    [Fact]
    public void Compute_LikesWithoutDislikes_AreToldApartByExposures()
    {
        var rows = ExperimentReport.Compute([
            .. Enumerable.Range(0, 100).Select(number => CreateExposure($"a{number}", "A", $"u{number}")),
            .. Enumerable.Range(0, 100).Select(number => CreateExposure($"b{number}", "B", $"v{number}")),
            .. Enumerable.Range(0, 10).Select(number => CreateFeedback($"a{number}", true)),
            .. Enumerable.Range(0, 50).Select(number => CreateFeedback($"b{number}", true)),
        ]);

        // Of the rated replies all are liked, whatever the variant.
        Assert.Equal((1.0, 1.0), (rows[0].LikeRate.High, rows[1].LikeRate.High));
        Assert.InRange(0.1, rows[0].LikesPerExposure.Low, rows[0].LikesPerExposure.High);
        Assert.InRange(0.5, rows[1].LikesPerExposure.Low, rows[1].LikesPerExposure.High);
        Assert.True(rows[0].LikesPerExposure.High < rows[1].LikesPerExposure.Low);
    }

    [Fact]
    public void Compute_UnitsOfSeveralVariants_AreCountedInEach()
    {
        var rows = ExperimentReport.Compute([
            CreateExposure("1", "A", "u1"),
            CreateExposure("2", "A", "u2"),
            CreateExposure("3", "B", "u2"),
            CreateExposure("4", "B", "u3"),
            CreateExposure("5", "B", "u3"),
        ]);

        Assert.Equal([(2, 1), (2, 1)], rows.Select(row => (row.Units, row.UnitsInOtherVariants)));
    }

    private static Exposure CreateExposure(string impression, string variant, string unit) =>
        new()
        {
            ImpressionId = impression,
            Time = Start,
            Experiment = "retrieval",
            Variant = variant,
            Reason = "assigned",
            UnitHash = unit,
            HeadDigest = "d",
            ItemId = "1F389",
            Score = 0.5,
        };

    private static Feedback CreateFeedback(string impression, bool? liked) =>
        new()
        {
            ImpressionId = impression,
            Time = Start,
            Liked = liked,
        };
}
