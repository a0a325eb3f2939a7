using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests.Stores;

public sealed class BlobArtifactStoreAzuriteTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [RequiresFact(Tool.Azurite)]
    public async Task Store_NewContainer_HoldsTheContract()
    {
        var sut = await CreateStoreAsync("contract");

        // The container itself comes with the first write.
        await StoreContract.WriteAsync(sut, "first", "x");
        Assert.Equal(["first"], await StoreContract.ListAsync(sut, ""));

        await StoreContract.HoldsAsync(await CreateStoreAsync("contract2", create: true));
    }

    [RequiresFact(Tool.Azurite)]
    public async Task WriteAsync_ManyWriters_HaveOneWinner() =>
        await StoreContract.HasOneWinnerAsync(await CreateStoreAsync("race", create: true));

    [RequiresFact(Tool.Azurite)]
    public async Task PublishAndOpen_ThroughRealBlobs_GivesTheSameFolder()
    {
        var store = await CreateStoreAsync("bundle");
        foreach (var version in new[] { "2", "10" })
            await new ArtifactPublisher(store).PublishAsync(
                (await Sample.WriteCatalogAsync(temporary, $"made{version}", version)).LocalPath,
                $"catalogs/stickers/{version}",
                null,
                default
            );
        var other = await Sample.WriteCatalogAsync(temporary, "other", "10", "[]");

        var conflict = await Assert.ThrowsAsync<ArtifactException>(() =>
            new ArtifactPublisher(store).PublishAsync(other.LocalPath, "catalogs/stickers/10", null, default)
        );
        var loader = new ArtifactLoader(store, temporary.At("cache"));
        var opened = await loader.OpenAsync(await loader.ResolveAsync("catalogs/stickers", default), null, default);

        Assert.Equal(ArtifactFailure.Conflict, conflict.Reason);
        Assert.Equal("10", opened.Manifest.Version);
        Assert.Equal("{}\n{}\n", File.ReadAllText(Path.Combine(opened.LocalPath, "items.jsonl")));
        Assert.Equal("picture b"u8.ToArray(), await opened.ReadFileAsync("media/b.png", default));
    }

    private async Task<IArtifactStore> CreateStoreAsync(string container, bool create = false)
    {
        var options = new ArtifactStoreOptions
        {
            Kind = ArtifactStoreKind.Blob,
            ConnectionString = await azurite.GetConnectionStringAsync(),
            Container = container,
        };
        if (create)
            await ArtifactStoreFactory.Connect(options, new(), TimeProvider.System).CreateIfNotExistsAsync();
        return ArtifactStoreFactory.Create(options, temporary.Path, TimeProvider.System);
    }
}
