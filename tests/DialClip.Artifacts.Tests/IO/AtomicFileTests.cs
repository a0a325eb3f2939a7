using DialClip.Shared.IO;

namespace DialClip.Artifacts.Tests.IO;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.At("file");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_ExistingFile_IsReplacedAndNothingElseIsLeft()
    {
        AtomicFile.WriteAllText(Target, "first");
        Assert.Equal("first"u8.ToArray(), File.ReadAllBytes(Target));

        await AtomicFile.WriteAllBytesAsync(Target, "second"u8.ToArray(), default);

        Assert.Equal("second", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Write_FailsOnTheWay_KeepsTheOldFileAndNoOther()
    {
        AtomicFile.WriteAllText(Target, "old");

        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                Target,
                stream =>
                {
                    stream.Write("half"u8);
                    Assert.Equal("old", File.ReadAllText(Target));
                    throw new InvalidOperationException();
                }
            )
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            AtomicFile.WriteAllBytesAsync(Target, new byte[10], new CancellationToken(canceled: true))
        );

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task TryCreateAsync_NameThatIsTaken_KeepsTheFileThatHasIt()
    {
        var first = await CreateAsync("a");
        var second = await CreateAsync("b");

        Assert.Equal((true, false), (first, second));
        Assert.Equal("a", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task TryCreateAsync_SourceThatBreaks_IsAnErrorEvenWhereTheNameIsTaken()
    {
        AtomicFile.WriteAllText(Target, "a");

        await Assert.ThrowsAsync<IOException>(() =>
            AtomicFile.TryCreateAsync(Target, (_, _) => throw new IOException("broken"), default)
        );

        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task WriteAllBytesAsync_Mode_IsTheFilesOwn()
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await AtomicFile.WriteAllBytesAsync(Target, "x"u8.ToArray(), mode, default);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(mode, File.GetUnixFileMode(Target));
    }

    [Fact]
    public async Task Write_ManyWritersAtOnce_LeaveOneWholeFile()
    {
        var contents = Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 100_000).ToArray()).ToList();

        await Task.WhenAll(contents.Select(bytes => AtomicFile.WriteAllBytesAsync(Target, bytes, default)));

        Assert.Contains(File.ReadAllBytes(Target), contents);
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    private Task<bool> CreateAsync(string text) =>
        AtomicFile.TryCreateAsync(
            Target,
            (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), token),
            default
        );
}
