using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class PullProgressTests
{
    private readonly StringWriter output = new();
    private readonly FakeTimeProvider time = new();

    private string[] Lines => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Report_ManyCalls_PrintsALineEveryThreeSeconds()
    {
        var sut = new PullProgress(output, time);
        sut.Begin(100_000_000);
        sut.BeginFile("model.safetensors");

        for (var call = 1; call <= 100; call++)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            sut.Report(call * 1_000_000, 1_000_000);
        }

        Assert.Equal(
            ["model.safetensors: 30.0 of 100.0 MB  10.0 MB/s", "model.safetensors: 60.0 of 100.0 MB  10.0 MB/s", "model.safetensors: 90.0 of 100.0 MB  10.0 MB/s"],
            Lines.Select(line => line.TrimEnd('\r')));
    }

    [Fact]
    public void Report_SecondFileAndWhatWasThere_CountsAllButOnlyTheNewAsRate()
    {
        var sut = new PullProgress(output, time);
        sut.Begin(20_000_000);
        sut.BeginFile("a");
        sut.Report(5_000_000, 5_000_000);
        sut.BeginFile("b");
        sut.Report(4_000_000, 0);
        time.Advance(TimeSpan.FromSeconds(10));

        sut.Report(5_000_000, 1_000_000);

        Assert.Equal("b: 10.0 of 20.0 MB  0.6 MB/s", Assert.Single(Lines).TrimEnd('\r'));
    }

    [Fact]
    public void Begin_Again_CountsFromNothing()
    {
        var sut = new PullProgress(output, time);
        sut.Begin(1_000_000);
        sut.BeginFile("a");
        sut.Report(1_000_000, 1_000_000);
        sut.Begin(2_000_000);
        sut.BeginFile("b");
        time.Advance(TimeSpan.FromSeconds(4));

        sut.Report(1_000_000, 1_000_000);

        Assert.Equal("b: 1.0 of 2.0 MB  0.2 MB/s", Assert.Single(Lines).TrimEnd('\r'));
    }
}
