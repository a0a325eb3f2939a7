namespace DialClip.Artifacts.Tests;

public sealed class ArtifactPublisherTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly MemoryStore store = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task PublishAsync_NewFolder_WritesTheManifestLast()
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");

        var publication = await CreateSut().PublishAsync(folder.LocalPath, "c/1/", null, default);

        Assert.Equal(new ArtifactPublication(folder.Digest, AlreadyPublished: false, Files: 5), publication);
        Assert.Equal("c/1/manifest.json", store.Written.Last());
        Assert.Equal(
            ["c/1/items.jsonl", "c/1/manifest.json", "c/1/media/a.png", "c/1/media/b.png", "c/1/readme.txt"],
            store.Files.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task PublishAsync_Again_ChangesNothing()
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        await CreateSut().PublishAsync(folder.LocalPath, "c/1", null, default);
        store.Written.Clear();

        var publication = await CreateSut().PublishAsync(folder.LocalPath, "c/1", null, default);

        Assert.True(publication.AlreadyPublished);
        Assert.Empty(store.Written);
    }

    [Fact]
    public async Task PublishAsync_OtherFolderUnderTheSameVersion_IsAConflict()
    {
        await CreateSut()
            .PublishAsync((await Sample.WriteCatalogAsync(temporary, "one")).LocalPath, "c/1", null, default);
        var other = await Sample.WriteCatalogAsync(temporary, "two", items: "[]");
        var before = store.Files["c/1/items.jsonl"];

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            CreateSut().PublishAsync(other.LocalPath, "c/1", null, default)
        );

        Assert.Equal(ArtifactFailure.Conflict, error.Reason);
        Assert.Contains("publish under a new version", error.Message, StringComparison.Ordinal);
        Assert.Same(before, store.Files["c/1/items.jsonl"]);
    }

    [Fact]
    public async Task PublishAsync_StoreBreaks_ShowsNoFolderAndGoesOnLater()
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        store.Before = path =>
            _ = path.EndsWith("b.png", StringComparison.Ordinal)
                ? throw new ArtifactException(ArtifactFailure.Unavailable, "down")
                : path;

        await Assert.ThrowsAsync<ArtifactException>(() =>
            CreateSut().PublishAsync(folder.LocalPath, "c/1", null, default)
        );
        Assert.False(store.Files.ContainsKey("c/1/manifest.json"));
        store.Before = _ => { };
        await CreateSut().PublishAsync(folder.LocalPath, "c/1", null, default);

        Assert.Equal(5, store.Files.Count);
    }

    [Fact]
    public async Task PublishAsync_FileChangedSinceTheManifest_IsRefusedBeforeAnythingIsWritten()
    {
        var folder = await Sample.WriteCatalogAsync(temporary, "made");
        File.AppendAllText(Path.Combine(folder.LocalPath, "media/a.png"), "!");

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            CreateSut().PublishAsync(folder.LocalPath, "c/1", null, default)
        );

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Empty(store.Files);
    }

    [Fact]
    public async Task WriteAsync_SameFilesTwice_IsTheSameDigestAndOtherFilesAreRefused()
    {
        var first = await Sample.WriteCatalogAsync(temporary, "made");

        var second = await Sample.WriteCatalogAsync(temporary, "made");
        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            Sample.WriteCatalogAsync(temporary, "made", items: "changed")
        );

        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(ArtifactFailure.Conflict, error.Reason);
        Assert.Equal(
            ["items.jsonl", "media/a.png", "media/b.png", "readme.txt"],
            first.Manifest.Files.Select(file => file.Path)
        );
    }

    private ArtifactPublisher CreateSut() => new(store);
}
