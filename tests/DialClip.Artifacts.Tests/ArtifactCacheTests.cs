namespace DialClip.Artifacts.Tests;

public sealed class ArtifactCacheTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly MemoryStore store = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task OpenAsync_RemoteStore_CopiesOnceAndVerifies()
    {
        var digest = await PublishAsync();

        var first = await CreateSut().OpenAsync("c/1", null, default);
        store.Opened.Clear();
        var second = await CreateSut().OpenAsync("c/1", null, default);

        Assert.Equal(temporary.At("cache", digest), first.LocalPath);
        Assert.Equal(first.LocalPath, second.LocalPath);
        Assert.Equal(["c/1/manifest.json"], store.Opened);
        Assert.Equal("picture a"u8.ToArray(), await second.ReadFileAsync("media/a.png", default));
    }

    [Fact]
    public async Task OpenAsync_KnownDigest_NeedsNoStore()
    {
        var digest = await PublishAsync();
        await CreateSut().OpenAsync("c/1", digest, default);
        store.Before = _ => throw new ArtifactException(ArtifactFailure.Unavailable, "down");

        var folder = await CreateSut().OpenAsync("c/1", digest, default);

        Assert.Equal(digest, folder.Digest);
    }

    [Theory]
    [InlineData("items.jsonl")]
    [InlineData("manifest.json")]
    public async Task OpenAsync_DamagedCopy_IsFetchedAgain(string damaged)
    {
        var digest = await PublishAsync();
        await CreateSut().OpenAsync("c/1", null, default);
        File.AppendAllText(temporary.At("cache", digest, damaged), "x");

        var folder = await CreateSut().OpenAsync("c/1", digest, default);

        Assert.Equal("{}\n{}\n", File.ReadAllText(Path.Combine(folder.LocalPath, "items.jsonl")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("picture")]
    public async Task OpenAsync_CopyWithoutAWholePicture_IsFetchedAgain(string? left)
    {
        var digest = await PublishAsync();
        await CreateSut().OpenAsync("c/1", null, default);
        var picture = temporary.At("cache", digest, "media", "a.png");
        File.Delete(picture);
        if (left is not null)
            await File.WriteAllTextAsync(picture, left);

        var folder = await CreateSut().OpenAsync("c/1", null, default);

        folder.RequireMedia();
        Assert.Equal("picture a", await File.ReadAllTextAsync(Path.Combine(folder.LocalPath, "media/a.png")));
    }

    [Fact]
    public async Task ReadFileAsync_PictureOfACopyGoesMissing_SaysHowItIsFetched()
    {
        await PublishAsync();
        var folder = await CreateSut().OpenAsync("c/1", null, default);
        File.Delete(Path.Combine(folder.LocalPath, "media/a.png"));

        var unread = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("media/a.png", default));
        var missing = Assert.Throws<ArtifactException>(folder.RequireMedia);

        Assert.All(
            [unread.Message, missing.Message],
            message =>
            {
                Assert.Contains("copies the folder from its store again", message, StringComparison.Ordinal);
                Assert.DoesNotContain("build.sh", message, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [InlineData("c/1/items.jsonl", "{}\n[]\n", "SHA-256")]
    [InlineData("c/1/items.jsonl", "{}", "has 2 bytes, not the 6 bytes")]
    [InlineData("c/1/media/a.png", "a far longer picture", "more than the 9 bytes")]
    public async Task OpenAsync_DamagedInTheStore_LeavesNoCopy(string path, string text, string expected)
    {
        await PublishAsync();
        store.Files[path] = System.Text.Encoding.UTF8.GetBytes(text);

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenAsync("c/1", null, default));

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(temporary.At("cache")));
    }

    [Fact]
    public async Task OpenAsync_ManyAtOnce_AllGetTheSameCopy()
    {
        var digest = await PublishAsync();

        var folders = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => CreateSut().OpenAsync("c/1", null, default)))
        );

        Assert.All(folders, folder => Assert.Equal(temporary.At("cache", digest), folder.LocalPath));
        Assert.Equal([temporary.At("cache", digest)], Directory.GetFileSystemEntries(temporary.At("cache")));
    }

    private async Task<string> PublishAsync()
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        await new ArtifactPublisher(store).PublishAsync(folder.LocalPath, "c/1", null, default);
        return folder.Digest;
    }

    private ArtifactLoader CreateSut() => new(store, temporary.At("cache"));
}
