using DialClip.Experiments.Events;
using DialClip.Experiments.Reports;

namespace DialClip.Bot.Tests.Experiments;

public sealed class ExperimentReportTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-experiments-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Build_Events_CountsUnitsExposuresAndTheLastFeedback()
    {
        var rows = ExperimentReport.Build([
            Shown("1", "A", "u1"),
            Shown("2", "A", "u1"),
            Shown("3", "B", "u2"),
            Shown("1", "A", "u1"), // delivered twice
            Judged("1", true),
            Judged("1", true), // clicked twice
            Judged("2", true),
            Judged("2", false), // thought better of it
            Judged("9", true), // never shown
        ]);

        Assert.Equal(["A", "B"], rows.Select(row => row.Variant));
        Assert.Equal((1, 2, 1, 1), (rows[0].Units, rows[0].Exposures, rows[0].Likes, rows[0].Dislikes));
        Assert.Equal((1, 1, 0, 0), (rows[1].Units, rows[1].Exposures, rows[1].Likes, rows[1].Dislikes));
    }

    [Fact]
    public void Append_ManyWritersAtOnce_LosesNoEvent()
    {
        var path = Path.Combine(folder, "new", "log.jsonl");
        using var log = new JsonLinesExperimentLog(path);

        Parallel.For(
            0,
            200,
            number =>
            {
                log.Append(Shown($"{number}", number % 2 == 0 ? "A" : "B", $"u{number % 10}"));
                log.Append(Judged($"{number}", number % 4 == 0));
            }
        );

        var rows = ExperimentReport.Build(JsonLinesExperimentLog.Read(path));
        Assert.Equal((5, 100, 50, 50), (rows[0].Units, rows[0].Exposures, rows[0].Likes, rows[0].Dislikes));
        Assert.Equal((5, 100, 0, 100), (rows[1].Units, rows[1].Exposures, rows[1].Likes, rows[1].Dislikes));
    }

    [Fact]
    public void Append_FileMovedAway_GoesOnInANewOne()
    {
        var path = Path.Combine(folder, "log.jsonl");
        using var log = new JsonLinesExperimentLog(path);

        log.Append(Shown("1", "A", "u"));
        File.Move(path, path + ".1");
        log.Append(Shown("2", "A", "u"));

        Assert.Equal(
            ["1", "2"],
            new[] { path + ".1", path }.Select(file => Assert.Single(JsonLinesExperimentLog.Read(file)).ImpressionId)
        );
    }

    [Fact]
    public void Append_TwoProcessesInOneFile_LosesNoEvent()
    {
        var path = Path.Combine(folder, "log.jsonl");
        using var old = new JsonLinesExperimentLog(path);
        using var young = new JsonLinesExperimentLog(path);

        for (var number = 0; number < 20; number++)
            (number % 2 == 0 ? old : young).Append(Shown($"{number}", "A", "u"));

        Assert.Equal(
            Enumerable.Range(0, 20).Select(number => $"{number}"),
            JsonLinesExperimentLog.Read(path).Select(one => one.ImpressionId)
        );
    }

    [Fact]
    public void Append_FileCutOrReplacedByRotation_LosesNothingAfterIt()
    {
        var path = Path.Combine(folder, "log.jsonl");
        using var log = new JsonLinesExperimentLog(path);
        log.Append(Shown("1", "A", "u"));
        File.Move(path, path + ".1");
        File.WriteAllText(path, "");
        log.Append(Shown("2", "A", "u"));
        using (var cut = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            cut.SetLength(0);
        log.Append(Shown("3", "A", "u"));

        Assert.Equal("3", Assert.Single(JsonLinesExperimentLog.Read(path)).ImpressionId);
        Assert.Equal("1", Assert.Single(JsonLinesExperimentLog.Read(path + ".1")).ImpressionId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_AfterDispose_SaysSoAndOpensNothing(bool wasOpen)
    {
        var path = Path.Combine(folder, "log.jsonl");
        var log = new JsonLinesExperimentLog(path);
        if (wasOpen)
        {
            log.Append(Shown("1", "A", "u"));
            File.Delete(path);
        }
        log.Dispose();

        var error = Assert.Throws<ObjectDisposedException>(() => log.Append(Shown("2", "A", "u")));

        Assert.Contains(nameof(JsonLinesExperimentLog), error.ObjectName, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Build_LikeTakenBack_DoesNotCount()
    {
        var rows = ExperimentReport.Build([
            Shown("1", "A", "u"),
            Judged("1", true),
            new Feedback
            {
                ImpressionId = "1",
                Time = default,
                Liked = null,
            },
        ]);

        Assert.Equal((1, 0, 0), (rows[0].Exposures, rows[0].Likes, rows[0].Dislikes));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{"event":"other","impressionId":"1","time":"2026-01-02T00:00:00Z"}""")]
    [InlineData("""{"event":"feedback","impressionId":"1","time":"2026-01-02T00:00:00Z"}""")]
    public void Read_BadLine_NamesFileAndLine(string line)
    {
        var path = Path.Combine(folder, "log.jsonl");
        File.WriteAllLines(
            path,
            ["""{"event":"feedback","impressionId":"1","time":"2026-01-02T00:00:00Z","liked":true}""", line]
        );

        var error = Assert.Throws<InvalidDataException>(() => JsonLinesExperimentLog.Read(path).ToList());

        Assert.Contains("log.jsonl:2", error.Message, StringComparison.Ordinal);
    }

    private static Exposure Shown(string impression, string variant, string unit) =>
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

    private static Feedback Judged(string impression, bool liked) =>
        new()
        {
            ImpressionId = impression,
            Time = Start,
            Liked = liked,
        };
}
