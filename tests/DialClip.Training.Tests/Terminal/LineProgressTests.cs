using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Terminal;

public sealed class LineProgressTests
{
    private readonly StringWriter writer = new();
    private readonly FakeTimeProvider time = new();

    private string[] Lines => writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Report_ManyCalls_PrintsALineEveryFiveSecondsAndOneAtTheEnd()
    {
        using (var stage = CreateSut().Start("Encoding items", new("items"), 1200))
            for (var done = 1; done <= 1200; done++)
            {
                time.Advance(TimeSpan.FromSeconds(0.01));
                stage.Report(done);
            }

        Assert.Equal(
            [
                "Encoding items: 500 of 1,200 items  100 items/s  00:00:07 left",
                "Encoding items: 1,000 of 1,200 items  100 items/s  00:00:02 left",
                "Encoding items: 1,200 of 1,200 items  100 items/s  in 00:00:12",
            ],
            Lines
        );
    }

    [Fact]
    public void Report_Steps_ShowsLossAndExamples()
    {
        using var stage = CreateSut().Start("head", ProgressUnit.Steps(32), 800, done: 100);
        time.Advance(TimeSpan.FromSeconds(5));

        stage.Report(150, "loss 1.2500");

        Assert.Equal("head: 150 of 800 steps  loss 1.2500  320 examples/s  00:01:05 left", Assert.Single(Lines));
    }

    [Fact]
    public void Resume_BytesOfAnEarlierRun_DoNotCountInTheRate()
    {
        using var stage = CreateSut().Start("Downloading", ProgressUnit.Megabytes, 20_000_000);
        stage.Resume(9_000_000);
        time.Advance(TimeSpan.FromSeconds(10));

        stage.Report(10_000_000);

        Assert.Equal("Downloading: 10.0 of 20.0 MB  0.10 MB/s  00:01:40 left", Assert.Single(Lines));
    }

    [Fact]
    public void Dispose_WorkThatEndsEarly_SaysHowFarItCame()
    {
        var stage = CreateSut().Start("Encoding items", new("items"), 10);
        stage.Advance(4);
        time.Advance(TimeSpan.FromHours(1));

        stage.Dispose();
        stage.Dispose();

        Assert.Equal("Encoding items: 4 of 10 items  0.00 items/s  in 01:00:00", Assert.Single(Lines));
    }

    [Fact]
    public void Dispose_NothingDone_SaysNoRate()
    {
        CreateSut().Start("Encoding items", new("items"), 0).Dispose();

        Assert.Equal("Encoding items: 0 of 0 items  in 00:00:00", Assert.Single(Lines));
    }

    [Fact]
    public void Report_UnitWithoutRate_ShowsTheRemainingTimeAlone()
    {
        using var stage = CreateSut().Start("Ablation", ProgressUnit.WithoutRate("runs"), 18);
        time.Advance(TimeSpan.FromMinutes(10));

        stage.Advance(2);

        Assert.Equal("Ablation: 2 of 18 runs  01:20:00 left", Assert.Single(Lines));
    }

    [Fact]
    public void Advance_ManyThreads_CountsEveryOne()
    {
        using var stage = CreateSut().Start("Downloading", new("photos"), 10_000);

        Parallel.For(0, 10_000, _ => stage.Advance());

        Assert.Equal(10_000, stage.Done);
        Assert.Empty(Lines);
    }

    private LineProgress CreateSut() => new LineProgress(writer, time);
}
