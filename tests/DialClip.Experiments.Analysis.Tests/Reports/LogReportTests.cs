using DialClip.Experiments.Analysis.Reports;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Analysis.Tests.Reports;

public sealed class LogReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_TornAndForeignLines_AreLeftOutAndReported()
    {
        const string Exposure = """
            {"event":"exposure","experiment":"x","variant":"B","reason":"assigned","unitHash":"u","headDigest":"d",
            """;
        const string Rest = """ "itemId":"red","score":0.5,"impressionId":"1","time":"2026-01-02T00:00:00Z"}""";
        var path = Path.Combine(folder.Path, "log.jsonl");
        File.WriteAllLines(
            path,
            [
                Exposure.Trim() + Rest,
                Exposure.Trim(),
                """{"some":"thing else"}""",
                """{"event":"outcome","unitHash":"u","kind":"chosen","impressionId":"1","""
                    + """ "time":"2026-01-02T00:00:00Z"}""",
            ]
        );
        List<DamagedLine> damaged = [];

        var report = Assert.Single(LogReport.Read(path, new(), damaged.Add));

        Assert.Equal((1, "B"), (report.Variants[0].Exposures, report.Control));
        Assert.Equal([2L, 3], damaged.Select(line => line.Number));
        Assert.Equal(VerdictAction.KeepRunning, report.Verdict.Action);
    }

    [Fact]
    public void Read_NoSuchLog_SaysSo() =>
        Assert.Throws<FileNotFoundException>(() =>
            LogReport.Read(Path.Combine(folder.Path, "none.jsonl"), new(), _ => { })
        );
}
