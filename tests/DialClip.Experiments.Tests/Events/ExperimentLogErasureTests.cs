using System.Text;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Tests.Events;

public sealed class ExperimentLogErasureTests : IDisposable
{
    private static readonly string Anna = new('a', 32);
    private static readonly string Ben = new('b', 32);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Erase_Unit_TakesItsEventsAndTheFeedbackOnThemFromAllFiles()
    {
        using (var log = new JsonLinesExperimentLog(Path("log.jsonl")))
        {
            log.Append(Exposure("one", Anna));
            log.Append(Exposure("two", Ben));
            log.Append(Liked("two", Anna[..16]));
            log.Append(Liked("two", Ben[..16]));
        }
        File.WriteAllText(
            Path("log.other-1.jsonl"),
            File.ReadAllText(OwnFile()).Replace("\"two\"", "\"three\"", StringComparison.Ordinal)
        );
        using (var later = new JsonLinesExperimentLog(Path("log.jsonl")))
            later.Append(Liked("one", Ben[..16]));

        var erased = ExperimentLogErasure.Erase(Path("log.jsonl"), [Anna, Anna[..16]], []);

        // In each of two files the exposure and the own like; in the third the other's like of the erased reply.
        Assert.Equal(5, erased);
        Assert.Equal(["three", "three", "two", "two"], Read().Select(item => item.ImpressionId).Order());
        Assert.DoesNotContain(Anna[..16], Everything(), StringComparison.Ordinal);
        Assert.Equal(0, ExperimentLogErasure.Erase(Path("log.jsonl"), [Anna, Anna[..16]], []));
    }

    [Fact]
    public void Erase_Impression_TakesItAndItsFeedback()
    {
        using var log = new JsonLinesExperimentLog(Path("log.jsonl"));
        log.Append(Exposure("one", Anna));
        log.Append(Exposure("two", Anna));
        log.Append(Liked("one", Ben[..16]));

        Assert.Equal(2, log.Erase([], ["one"], CancellationToken.None));
        Assert.Equal("two", Assert.Single(Read()).ImpressionId);
    }

    [Fact]
    public void Erase_DamagedAndTornLinesThatNameTheUnit_GoToo()
    {
        var torn = $"{{\"event\":\"exposure\",\"unitHash\":\"{Anna}\",\"impr";
        File.WriteAllText(Path("log.jsonl"), $"{torn}\n\nno event of anybody\n{torn}");

        Assert.Equal(2, ExperimentLogErasure.Erase(Path("log.jsonl"), [Anna], []));
        Assert.DoesNotContain(Anna, Everything(), StringComparison.Ordinal);
        Assert.Contains("no event of anybody", Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_WhileTwoProcessesWrite_LosesNoOtherEvent()
    {
        const int Count = 2000;
        using var log = new JsonLinesExperimentLog(Path("log.jsonl"));
        using var other = new JsonLinesExperimentLog(Path("log.jsonl"));
        var writers = new[] { log, other }
            .Select(each =>
                Task.Run(() =>
                {
                    for (var number = 0; number < Count; number++)
                        each.Append(Exposure($"{number}", number % 10 == 0 ? Anna : Ben));
                })
            )
            .ToList();
        var writing = Task.WhenAll(writers);

        var erased = 0;
        while (!writing.IsCompleted)
            erased += ExperimentLogErasure.Erase(Path("log.jsonl"), [Anna], []);
        await writing;
        erased += ExperimentLogErasure.Erase(Path("log.jsonl"), [Anna], []);

        Assert.Equal(2 * Count / 10, erased);
        var left = Read();
        Assert.Equal(2 * (Count - Count / 10), left.Count);
        Assert.All(left, item => Assert.Equal(Ben, ((Exposure)item).UnitHash));
    }

    [Fact]
    public void Erase_NoFiles_ErasesNothing() =>
        Assert.Equal(0, ExperimentLogErasure.Erase(Path("none.jsonl"), [Anna], []));

    private string Path(string name) => System.IO.Path.Combine(folder.Path, name);

    private string OwnFile() => Directory.GetFiles(folder.Path).Single();

    private string Everything() =>
        string.Concat(Directory.GetFiles(folder.Path).Select(file => File.ReadAllText(file, Encoding.UTF8)));

    private List<ExperimentEvent> Read() =>
        [.. ExperimentLogFiles.Read(Path("log.jsonl"), line => Assert.Fail($"{line}"))];

    private static Exposure Exposure(string impression, string unit) =>
        new()
        {
            ImpressionId = impression,
            Time = DateTimeOffset.UnixEpoch,
            Experiment = "e",
            Variant = "v",
            Reason = "percentile",
            UnitHash = unit,
            HeadDigest = "d",
            ItemId = "item",
            Score = 0.5,
        };

    private static Feedback Liked(string impression, string rater) =>
        new()
        {
            ImpressionId = impression,
            Time = DateTimeOffset.UnixEpoch,
            Liked = true,
            Rater = rater,
        };
}
