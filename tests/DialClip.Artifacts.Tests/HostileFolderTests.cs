using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests;

/// <summary>Folders whose files are not what their manifest lists, or no plain files at all.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private const long Huge = 1_900_000_000;

    // Tests of other classes allocate meanwhile; reading the file would allocate all of it.
    private const long MostAllocated = Huge / 2;

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [LinuxX64Theory]
    [InlineData("manifest.json")]
    [InlineData("items.jsonl")]
    public async Task OpenAsync_PipeInPlaceOfAFile_IsRefusedAndNeverOpened(string file)
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        SpecialFile.PutPipe(temporary.At("store/c/1", file));

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            SpecialFile.FinishAsync(() => CreateSut().OpenAsync("c/1", null, default))
        );

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [LinuxX64Fact]
    public async Task ReadFileAsync_PipeInPlaceOfAPicture_IsRefusedAndNeverOpened()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var folder = await CreateSut().OpenAsync("c/1", null, default);
        SpecialFile.PutPipe(temporary.At("store/c/1/media/a.png"));

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            SpecialFile.FinishAsync(() => folder.ReadFileAsync("media/a.png", default))
        );

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
    }

    [Fact]
    public async Task ReadFileAsync_FolderInPlaceOfAPicture_SaysSo()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var folder = await CreateSut().OpenAsync("c/1", null, default);
        File.Delete(temporary.At("store/c/1/media/a.png"));
        Directory.CreateDirectory(temporary.At("store/c/1/media/a.png"));

        var error = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("media/a.png", default));

        Assert.Contains("'media/a.png' is a folder, expected a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadFileAsync_FileThatBecameHuge_IsRefusedUnread()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var folder = await CreateSut().OpenAsync("c/1", null, default);
        SpecialFile.PutHuge(temporary.At("store/c/1/media/a.png"), Huge);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var error = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("media/a.png", default));

        Assert.Contains($"has {Huge} bytes, expected 9", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostAllocated);
    }

    [Fact]
    public async Task RequireMedia_FileThatBecameHuge_IsRefusedByItsSize()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var folder = await CreateSut().OpenAsync("c/1", null, default);
        SpecialFile.PutHuge(temporary.At("store/c/1/media/a.png"), Huge);

        var error = Assert.Throws<ArtifactException>(folder.RequireMedia);

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Contains($"'media/a.png' has {Huge} bytes, expected 9", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items.jsonl")]
    [InlineData("media/a.png")]
    public async Task ReadFileAsync_LinkOutOfTheStore_IsRefusedThoughTheBytesAreRight(string file)
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var path = temporary.At("store/c/1", file);
        File.Copy(path, temporary.At("outside"));
        File.Delete(path);
        File.CreateSymbolicLink(path, temporary.At("outside"));

        var error = await Assert.ThrowsAsync<ArtifactException>(async () =>
            await (await CreateSut().OpenAsync("c/1", null, default)).ReadFileAsync(file, default)
        );

        Assert.Contains("link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadFileAsync_LinkWithinTheStore_IsFollowed()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        var path = temporary.At("store/c/1/media/a.png");
        File.Copy(path, temporary.At("store/shared.png"));
        File.Delete(path);
        File.CreateSymbolicLink(path, temporary.At("store/shared.png"));

        var folder = await CreateSut().OpenAsync("c/1", null, default);

        Assert.Equal("picture a"u8.ToArray(), await folder.ReadFileAsync("media/a.png", default));
    }

    [LinuxX64Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAsync_CopyWithoutAPlainManifest_IsFetchedAgain(bool isHuge)
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        var store = new MemoryStore();
        await new ArtifactPublisher(store).PublishAsync(folder.LocalPath, "c/1", null, default);
        var sut = new ArtifactLoader(store, temporary.At("cache"));
        await sut.OpenAsync("c/1", null, default);
        var manifest = temporary.At("cache", folder.Digest, "manifest.json");
        if (isHuge)
            SpecialFile.PutHuge(manifest, Huge);
        else
            SpecialFile.PutPipe(manifest);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var opened = await SpecialFile.FinishAsync(() => sut.OpenAsync("c/1", folder.Digest, default));

        Assert.Equal("picture a"u8.ToArray(), await opened.ReadFileAsync("media/a.png", default));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostAllocated);
    }

    [LinuxX64Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PublishAsync_ManifestThatIsNoPlainFile_IsRefusedUnread(bool isHuge)
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        var manifest = Path.Combine(folder.LocalPath, "manifest.json");
        if (isHuge)
            SpecialFile.PutHuge(manifest, Huge);
        else
            SpecialFile.PutPipe(manifest);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            SpecialFile.FinishAsync(() =>
                new ArtifactPublisher(new MemoryStore()).PublishAsync(folder.LocalPath, "c/1", null, default)
            )
        );

        Assert.Contains("manifest", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostAllocated);
    }

    [Fact]
    public void Parse_ManifestOfManyFaults_NamesTenAndCountsTheRest()
    {
        var files = Enumerable.Range(0, 300_000).Select(i => $$"""{"path":"../{{i}}","size":-1,"sha256":"x"}""");
        var json = $$"""
            {"schema":1,"kind":"catalog","name":"a","version":"1","properties":{},"files":[{{string.Join(',', files)}}]}
            """;

        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "here/manifest.json")
        );

        Assert.InRange(error.Message.Length, 100, 8_000);
        Assert.Contains("; and 899990 more", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"schema":1,"kind":"K","name":"N","version":"1","properties":{},"files":[]}""")]
    [InlineData("""{"schema":1,"kind":"catalog","name":"a","version":"1","properties":{},"files":[],"N":1}""")]
    [InlineData("""{"schema":1,"kind":"catalog","name":"a","version":"1","properties":{},"files":[{"N":1}]}""")]
    public void Parse_EndlessOrControlCharacters_AreNoneOfTheMessage(string json)
    {
        json = json.Replace("\"N\"", $"\"\\u001b[31m\\n{new string('n', 5_000_000)}\"", StringComparison.Ordinal)
            .Replace("\"K\"", $"\"{new string('k', 5_000_000)}\"", StringComparison.Ordinal);

        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "here/manifest.json")
        );

        Assert.InRange(error.Message.Length, 10, 8_000);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Contains("here/manifest.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ManyFilesMissing_NamesTenAndCountsTheRest()
    {
        var files = Enumerable.Range(0, 5_000).Select(i => new ArtifactFile($"f{i}", 1, Sample.Digest));
        var manifest = new ArtifactManifest("catalog", "a", "1", files);
        temporary.Fill("store/c/1", ("x", ""));
        await File.WriteAllBytesAsync(temporary.At("store/c/1/manifest.json"), manifest.ToBytes());

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenAsync("c/1", null, default));

        Assert.Contains("; and 4990 more", error.Message, StringComparison.Ordinal);
        Assert.Equal(ArtifactFailure.Missing, error.Reason);
    }

    private ArtifactLoader CreateSut() => new(new FileArtifactStore(temporary.At("store")), temporary.At("cache"));
}
