using System.Text;
using DialClip.Bot.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

public sealed class FileStorageTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Damaged = new()
    {
        ["cut off"] = """{"format":1,"key":"key","wri"""u8.ToArray(),
        ["nothing in it"] = "{}"u8.ToArray(),
        ["no object"] = "[1]"u8.ToArray(),
        ["a later format"] = """{"format":2,"key":"key","write":"w","item":true,"value":{}}"""u8.ToArray(),
        ["a value of another kind"] = """{"format":1,"key":"key","write":"w","item":true,"value":"text"}"""u8.ToArray(),
        ["a name twice"] = """{"format":1,"key":"key","write":"w","item":true,"value":{"a":1,"a":2}}"""u8.ToArray(),
        ["something behind it"] = """{"format":1,"key":"key","write":"w","item":true,"value":{}} {}"""u8.ToArray(),
        ["no UTF-8"] =
        [
            .. """{"format":1,"key":"key","write":"w","item":true,"value":{"a":" """u8,
            0xff,
            0xfe,
            .. "\"}}"u8,
        ],
        ["endless nesting"] =
        [
            .. """{"format":1,"key":"key","write":"w","item":true,"value":{"a":"""u8,
            .. Encoding.UTF8.GetBytes(new string('[', 100_000)),
        ],
        ["too large"] = new byte[StorageDocument.MaxBytes + 1],
    };

    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary.At("inner", "state");

    private string[] StateFiles => Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories);

    public static TheoryData<string> Damages => [.. Damaged.Keys];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task AnyUse_DamagedFile_IsNamedAndNothingIsLost(string damage)
    {
        var bytes = Damaged[damage];
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        await sut.WriteAsync(Note.At("other", "text"), default);
        var file = StateFiles.Single(values =>
            File.ReadAllText(values).Contains("\"key\":\"key\"", StringComparison.Ordinal)
        );
        File.WriteAllBytes(file, bytes);

        var errors = new List<Exception>
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => sut.ReadAsync(["key"], default)),
            await Assert.ThrowsAsync<InvalidDataException>(() => sut.WriteAsync(Note.At("key", "new", "*"), default)),
            await Assert.ThrowsAsync<InvalidDataException>(() =>
                sut.WriteAsync(new Dictionary<string, object> { ["key"] = new Dictionary<string, object>() }, default)
            ),
        };

        Assert.All(errors, error => Assert.Contains(file, error.Message, StringComparison.Ordinal));
        Assert.True(bytes.SequenceEqual(File.ReadAllBytes(file)));
        Assert.Equal("text", (await Note.ReadAsync(sut, "other"))!.Text);
    }

    [Fact]
    public async Task AnyUse_EmptyFile_CountsAsAbsentAndIsLogged()
    {
        var logger = new FakeLogger();
        var sut = new FileStorage(Folder, logger: logger);
        await sut.WriteAsync(Note.At("key", "text"), default);
        File.WriteAllBytes(StateFiles.Single(), []);

        var values = await sut.ReadAsync(["key"], default);
        await sut.WriteAsync(Note.At("key", "anew", "of the time before"), default);

        Assert.Empty(values);
        Assert.Equal("anew", (await Note.ReadAsync(sut, "key"))!.Text);
        Assert.Equal(LogLevel.Error, logger.LatestRecord.Level);
        Assert.Contains(StateFiles.Single(), logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AnyKey_StaysInTheFolderUnderAHash()
    {
        await new FileStorage(Folder).WriteAsync(
            HostileKeys.All.ToDictionary(key => key, key => (object)new Note { Text = "x" }),
            default
        );

        Assert.Equal(HostileKeys.All.Length, StateFiles.Length);
        Assert.All(StateFiles, file => Assert.Matches("^[0-9a-f]{64}\\.json$", Path.GetFileName(file)));
        Assert.Equal([Folder], Directory.GetFileSystemEntries(temporary.At("inner")));
    }

    [Fact]
    public async Task Write_TypesOfThisProgram_NamesNoneOfThem()
    {
        var sut = new FileStorage(Folder);

        await sut.WriteAsync(Note.At("item", "text"), default);
        await sut.WriteAsync(
            new Dictionary<string, object>
            {
                ["state"] = new Dictionary<string, object>
                {
                    ["property"] = new Version(1, 2),
                    ["list"] = new List<Note> { new() },
                },
            },
            default
        );

        Assert.All(
            StateFiles,
            file =>
            {
                var text = File.ReadAllText(file);
                Assert.DoesNotContain("$type", text, StringComparison.Ordinal);
                Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
                Assert.DoesNotContain("DialClip", text, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Write_Files_AreForThisUserAloneAndLeaveNoOthers()
    {
        await new FileStorage(Folder).WriteAsync(Note.At("key", "text"), default);

        Assert.Equal(
            [".json", ".lock"],
            Directory
                .GetFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(Path.GetExtension)
                .Order(StringComparer.Ordinal)
        );
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Write_AfterAProcessDiedWriting_ClearsWhatItLeft()
    {
        await new FileStorage(Folder).WriteAsync(Note.At("key", "text"), default);
        var left = Path.Combine(Path.GetDirectoryName(StateFiles.Single())!, ".partial");
        File.WriteAllText(left, "{");

        await new FileStorage(Folder).WriteAsync(Note.At("key", "more", "*"), default);

        Assert.False(File.Exists(left));
        Assert.Equal("more", (await Note.ReadAsync(new FileStorage(Folder), "key"))!.Text);
    }

    [Fact]
    public async Task Write_TwoStoragesOfOneFolder_OneSeesTheConflict()
    {
        var (first, second) = (new FileStorage(Folder), new FileStorage(Folder));
        await first.WriteAsync(Note.At("key", "text"), default);
        var tag = (await Note.ReadAsync(second, "key"))!.ETag;
        await second.WriteAsync(Note.At("key", "theirs", tag), default);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            first.WriteAsync(Note.At("key", "mine", tag), default)
        );

        Assert.StartsWith("Etag conflict", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", (await Note.ReadAsync(first, "key"))!.Text);
    }

    [Fact]
    public async Task Write_FolderIsHeld_WaitsUntilItIsFreeOrItsTimeIsUp()
    {
        var patient = new FileStorage(Folder, TimeSpan.FromMinutes(5));
        await patient.WriteAsync(Note.At("key", "text"), default);
        var held = new FileStream(
            Path.Combine(Path.GetDirectoryName(StateFiles.Single())!, ".lock"),
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.None,
            }
        );

        var error = await Assert.ThrowsAsync<IOException>(() =>
            new FileStorage(Folder, TimeSpan.Zero).WriteAsync(Note.At("key", "hurried", "*"), default)
        );
        using var cancellation = new CancellationTokenSource();
        var stopped = new FileStorage(Folder, TimeSpan.FromMinutes(5)).WriteAsync(
            Note.At("key", "stopped", "*"),
            cancellation.Token
        );
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        var waiting = patient.WriteAsync(Note.At("key", "waited", "*"), default);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        await waiting;

        Assert.Contains("Another process", error.Message, StringComparison.Ordinal);
        Assert.Equal("waited", (await Note.ReadAsync(patient, "key"))!.Text);
    }

    [Fact]
    public async Task AnyUse_Cancelled_DoesNothing()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.WriteAsync(Note.At("key", "new", "*"), cancelled)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.DeleteAsync(["key"], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.ReadAsync(["key"], cancelled));

        Assert.Equal("text", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    [Fact]
    public async Task Write_TooLargeOrTooDeep_IsRefusedAndTheOldStays()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);

        var large = await Assert.ThrowsAsync<InvalidDataException>(() =>
            sut.WriteAsync(Note.At("key", new string('x', StorageDocument.MaxBytes), "*"), default)
        );
        var deep = await Assert.ThrowsAsync<InvalidDataException>(() =>
            sut.WriteAsync(Nested(StorageDocument.MaxDepth), default)
        );

        Assert.Contains($"at most {StorageDocument.MaxBytes}", large.Message, StringComparison.Ordinal);
        Assert.Contains("nested", deep.Message, StringComparison.Ordinal);
        Assert.Equal("text", (await Note.ReadAsync(sut, "key"))!.Text);
        await sut.WriteAsync(Nested(StorageDocument.MaxDepth - 1), default);
        Assert.True(
            JToken.DeepEquals(
                (JToken)Nested(StorageDocument.MaxDepth - 1)["key"],
                (JToken)(await sut.ReadAsync(["key"], default))["key"]
            )
        );
    }

    private static Dictionary<string, object> Nested(int levels) =>
        new()
        {
            ["key"] = Enumerable
                .Range(0, levels)
                .Aggregate(new JObject(), (inner, _) => new JObject { ["inner"] = inner }),
        };
}
