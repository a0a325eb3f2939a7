using System.Text;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Tests.Events;

public sealed class ExperimentLogTests : IDisposable
{
    private const string FeedbackLine =
        """{"event":"feedback","impressionId":"1","time":"2026-01-02T00:00:00Z","liked":true}""";

    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-experiments-").FullName;

    private string LogPath => Path.Combine(folder, "log.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Append_ManyThreads_LosesNoEvent()
    {
        var path = Path.Combine(folder, "new", "log.jsonl");
        using var log = new JsonLinesExperimentLog(path);

        Parallel.For(0, 400, number => log.Append(CreateEvent($"{number}")));

        Assert.Equal(Enumerable.Range(0, 400).Select(number => $"{number}").Order(), ReadIds(path).Order());
    }

    [Fact]
    public void Append_SeveralWriters_HaveTheirOwnFilesAndAreReadByTime()
    {
        using var first = new JsonLinesExperimentLog(LogPath);
        using var second = new JsonLinesExperimentLog(LogPath);

        for (var number = 0; number < 20; number++)
            (number % 2 == 0 ? first : second).Append(CreateEvent($"{number}", seconds: number));

        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.All(
            Directory.GetFiles(folder),
            file => Assert.Matches($@"log\.[A-Za-z0-9-]+-{Environment.ProcessId}(-2)?\.jsonl$", file)
        );
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), ReadIds(LogPath));
    }

    [Fact]
    public void Probe_LinkInItsPlace_IsNotFollowed()
    {
        var victim = Path.Combine(folder, "another's");
        File.WriteAllText(victim, "text");
        File.CreateSymbolicLink(ExperimentLogFiles.GetProcessStem(LogPath) + ".probe", victim);
        using var log = new JsonLinesExperimentLog(LogPath);

        log.Probe();

        Assert.Equal("text", File.ReadAllText(victim));
        Assert.Equal([victim], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Append_FolderInThePlaceOfItsFile_WritesTheNextOne()
    {
        using var log = new JsonLinesExperimentLog(LogPath);
        log.Append(CreateEvent("1"));
        var file = Assert.Single(Directory.GetFiles(folder));
        File.Delete(file);
        Directory.CreateDirectory(file);

        log.Append(CreateEvent("2"));

        Assert.Equal(["2"], ReadIds(LogPath));
    }

    [Fact]
    public void Append_FileOfAnEarlierProcessWithThisId_IsLeftAlone()
    {
        using (var earlier = new JsonLinesExperimentLog(LogPath))
            earlier.Append(CreateEvent("1"));
        var file = Assert.Single(Directory.GetFiles(folder));
        var content = File.ReadAllBytes(file);
        using var log = new JsonLinesExperimentLog(LogPath);

        log.Append(CreateEvent("2", seconds: 1));

        Assert.Equal(content, File.ReadAllBytes(file));
        Assert.Equal(["1", "2"], ReadIds(LogPath));
    }

    [Fact]
    public void Append_FileMovedAway_ContinuesInANewOne()
    {
        using var log = new JsonLinesExperimentLog(LogPath);

        log.Append(CreateEvent("1"));
        var file = Assert.Single(Directory.GetFiles(folder));
        File.Move(file, file + ".1");
        log.Append(CreateEvent("2"));

        Assert.Equal(["1"], ReadIds(file + ".1"));
        Assert.Equal(["2"], ReadIds(LogPath));
    }

    [Fact]
    public void Append_FileTruncated_LosesNothingAfterIt()
    {
        using var log = new JsonLinesExperimentLog(LogPath);
        log.Append(CreateEvent("1"));

        var path = Assert.Single(Directory.GetFiles(folder));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(0);
        log.Append(CreateEvent("2"));

        Assert.Equal(["2"], ReadIds(LogPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_AfterDispose_ThrowsAndCreatesNoFile(bool wasOpen)
    {
        var log = new JsonLinesExperimentLog(LogPath);
        if (wasOpen)
        {
            log.Append(CreateEvent("1"));
            File.Delete(Assert.Single(Directory.GetFiles(folder)));
        }
        log.Dispose();

        var error = Assert.Throws<ObjectDisposedException>(() => log.Append(CreateEvent("2")));

        Assert.Contains(nameof(JsonLinesExperimentLog), error.ObjectName, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("log.jsonl", "0 1 2")]
    [InlineData("", "0 1 2 3")]
    [InlineData("log.*.jsonl", "1 2")]
    [InlineData("log.a-1.jsonl", "1")]
    [InlineData("other.jsonl", "3")]
    public void Read_PathFolderOrPattern_MergesTheFilesByTime(string path, string ids)
    {
        // The file of an earlier version, which all processes shared, and the files of two processes.
        foreach (var (name, second) in new[] { ("log", 0), ("log.a-1", 1), ("log.a-1-2", 2), ("other", 3) })
            File.WriteAllText(
                Path.Combine(folder, name + ".jsonl"),
                FeedbackLine
                    .Replace(":00Z", $":0{second}Z", StringComparison.Ordinal)
                    .Replace("\"1\"", $"\"{second}\"", StringComparison.Ordinal)
            );

        Assert.Equal(ids.Split(' '), ReadIds(Path.Combine(folder, path)));
    }

    [Theory]
    [InlineData("log.jsonl")]
    [InlineData("missing/log.jsonl")]
    [InlineData("*.jsonl")]
    [InlineData("")]
    public void Read_NoFile_NamesThePathAndTheSetting(string path)
    {
        var error = Assert.Throws<FileNotFoundException>(() =>
            ExperimentLogFiles.Read(Path.Combine(folder, path), Refuse).ToList()
        );

        Assert.Contains(Path.Combine(folder, path), error.Message, StringComparison.Ordinal);
        Assert.Contains("DialClip:Experiments:Log", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_FileEndsInATornLine_BeginsANewOne()
    {
        using var log = new JsonLinesExperimentLog(LogPath);
        log.Append(CreateEvent("1"));
        log.Append(CreateEvent("2"));
        var path = Assert.Single(Directory.GetFiles(folder));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(file.Length - 10);

        log.Append(CreateEvent("3"));
        log.Append(CreateEvent("4"));

        var (ids, damaged) = ReadDamaged(path);
        Assert.Equal(["1", "3", "4"], ids);
        Assert.Equal([new(path, 2, "ends in its middle")], damaged);
    }

    [Theory]
    [InlineData("""{"event":"exposure","experiment":"x","variant":"contr""", "ends in its middle")]
    [InlineData("""{"event":"exposure","experiment":"x","re{"event":"feedback","impressionId":"9"}""", "is no event")]
    [InlineData("not json", "ends in its middle")]
    [InlineData("null", "is 'null'")]
    [InlineData("""{"event":"other","impressionId":"1","time":"2026-01-02T00:00:00Z"}""", "is no event")]
    [InlineData("""{"event":"feedback","impressionId":"1","time":"2026-01-02T00:00:00Z"}""", "is no event")]
    [InlineData("\0\0\0\0", "holds NUL bytes")]
    [InlineData("\0\0" + FeedbackLine, "holds NUL bytes")]
    public void Read_DamagedLine_LeavesItOutAndSaysWhy(string line, string reason)
    {
        File.WriteAllLines(LogPath, [FeedbackLine, line, "", FeedbackLine.Replace("\"1\"", "\"2\"")]);

        var (ids, damaged) = ReadDamaged(LogPath);

        Assert.Equal(["1", "2"], ids);
        var only = Assert.Single(damaged);
        Assert.Equal((LogPath, 2L), (only.File, only.Number));
        Assert.StartsWith(reason, only.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_AreDamage()
    {
        byte[] latin = [.. Encoding.Latin1.GetBytes(FeedbackLine.Replace("\"1\"", "\"caf\u00e9\"")), (byte)'\n'];
        File.WriteAllBytes(LogPath, [.. latin, .. Encoding.UTF8.GetBytes(FeedbackLine)]);

        var (ids, damaged) = ReadDamaged(LogPath);

        Assert.Equal(["1"], ids);
        Assert.Equal([new(LogPath, 1, "is no valid UTF-8")], damaged);
    }

    [Fact]
    public void Read_HugeLineAndAByteOrderMark_TakesTheEventsBesides()
    {
        File.WriteAllLines(LogPath, [FeedbackLine, new string('x', 3 << 20)], new UTF8Encoding(true));
        File.AppendAllText(LogPath, FeedbackLine.Replace("\"1\"", "\"2\""));

        var (ids, damaged) = ReadDamaged(LogPath);

        Assert.Equal(["1", "2"], ids);
        Assert.Equal(2, Assert.Single(damaged).Number);
    }

    [Fact]
    public void Read_FileOfSomethingElse_IsRefused()
    {
        File.WriteAllLines(LogPath, ["id,text", "1,hello"]);

        var error = Assert.Throws<InvalidDataException>(() => ReadDamaged(LogPath));

        Assert.Contains($"'{LogPath}' is no experiment log", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1 ", error.Message, StringComparison.Ordinal);
    }

    private static (List<string> Ids, List<DamagedLine> Damaged) ReadDamaged(string path)
    {
        var damaged = new List<DamagedLine>();
        var ids = ExperimentLogFiles.Read(path, damaged.Add).Select(item => item.ImpressionId).ToList();
        return (ids, damaged);
    }

    private static IEnumerable<string> ReadIds(string path) =>
        ExperimentLogFiles.Read(path, Refuse).Select(item => item.ImpressionId);

    private static void Refuse(DamagedLine line) => throw new InvalidDataException($"{line}");

    private static Feedback CreateEvent(string impression, int seconds = 0) =>
        new()
        {
            ImpressionId = impression,
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(seconds),
            Liked = true,
        };
}
