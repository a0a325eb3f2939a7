namespace DialClip.Bot.Host.Tests;

/// <summary>Pipes and links in the place of the storage's files: nobody waits for one or writes through it.</summary>
public sealed class FileStorageSpecialFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary.At("state");

    private string StateFile => Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Single();

    public void Dispose() => temporary.Dispose();

    // Opening a pipe waits until somebody writes.
    [LinuxX64Fact]
    public async Task AnyUse_PipeInThePlaceOfAFile_CountsAsAbsentAndIsReplaced()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        var file = StateFile;
        SpecialFile.PutPipe(file);

        var values = await SpecialFile.FinishAsync(() => sut.ReadAsync(["key"], default));
        await sut.WriteAsync(Note.At("key", "new", "*"), default);

        Assert.Empty(values);
        Assert.Single(await sut.ReadAsync(["key"], default));
    }

    [LinuxX64Fact]
    public async Task AnyUse_LinkToAPipeInThePlaceOfAFile_CountsAsAbsentAndIsReplaced()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        var file = StateFile;
        var pipe = temporary.At("pipe");
        SpecialFile.PutPipe(pipe);
        File.Delete(file);
        File.CreateSymbolicLink(file, pipe);

        var values = await SpecialFile.FinishAsync(() => sut.ReadAsync(["key"], default));
        await SpecialFile.FinishAsync(() => sut.WriteAsync(Note.At("key", "new", "*"), default));

        Assert.Empty(values);
        Assert.Equal("new", (await Note.ReadAsync(sut, "key"))!.Text);
        Assert.Null(new FileInfo(file).LinkTarget);
    }

    [LinuxX64Fact]
    public async Task Write_PipeInThePlaceOfTheLock_IsRefusedAndNeverWaitedFor()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        var pipe = GetNeighbour(".lock");
        SpecialFile.PutPipe(pipe);

        var error = await Assert.ThrowsAsync<IOException>(() =>
            SpecialFile.FinishAsync(() => sut.WriteAsync(Note.At("key", "new", "*"), default))
        );

        Assert.StartsWith($"'{pipe}' is a pipe", error.Message, StringComparison.Ordinal);
        Assert.Equal("text", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    [LinuxX64Fact]
    public async Task Write_PipeInThePlaceOfTheTemporaryFile_IsReplaced()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        SpecialFile.PutPipe(GetNeighbour(".partial"));

        await SpecialFile.FinishAsync(() => sut.WriteAsync(Note.At("key", "new", "*"), default));

        Assert.Equal("new", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    [Fact]
    public async Task Write_LinkInThePlaceOfTheTemporaryFile_IsNotFollowed()
    {
        var sut = new FileStorage(Folder);
        await sut.WriteAsync(Note.At("key", "text"), default);
        await File.WriteAllTextAsync(temporary.At("elsewhere"), "another's");
        File.CreateSymbolicLink(GetNeighbour(".partial"), temporary.At("elsewhere"));

        await sut.WriteAsync(Note.At("key", "new", "*"), default);

        Assert.Equal("another's", await File.ReadAllTextAsync(temporary.At("elsewhere")));
        Assert.Equal("new", (await Note.ReadAsync(sut, "key"))!.Text);
        Assert.Null(new FileInfo(StateFile).LinkTarget);
    }

    private string GetNeighbour(string name) => Path.Combine(Path.GetDirectoryName(StateFile)!, name);
}
