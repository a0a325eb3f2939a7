using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Tests;

public sealed class ArtifactLoaderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task OpenAsync_GoodFolder_GivesManifestDigestAndFiles()
    {
        var written = await Sample.WriteCatalogAsync(temporary, "store/catalogs/stickers/1");

        var folder = await CreateSut().OpenAsync("catalogs/stickers/1", written.Digest, default);

        Assert.Equal(written.Digest, folder.Digest);
        Assert.Equal(Sample.Catalog, folder.Properties<CatalogProperties>());
        Assert.Equal("{}\n{}\n", File.ReadAllText(Path.Combine(folder.LocalPath, "items.jsonl")));
        Assert.Equal("picture a"u8.ToArray(), await folder.ReadFileAsync("media/a.png", default));
        var manifest = File.ReadAllBytes(Path.Combine(folder.LocalPath, "manifest.json"));
        Assert.Equal(written.Digest, Digest.Compute(manifest).ToString());
    }

    [Fact]
    public async Task OpenAsync_SeveralFilesWrong_ListsAllWithFoundAndExpected()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        File.WriteAllText(temporary.At("store/c/1/items.jsonl"), "{}\n[]\n");
        File.WriteAllText(temporary.At("store/c/1/readme.txt"), "longer");

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenAsync("c/1", null, default));

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Contains("'items.jsonl' has SHA-256 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'readme.txt' has 6 bytes, expected 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_FileMissing_SaysSo()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        File.Delete(temporary.At("store/c/1/items.jsonl"));

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenAsync("c/1", null, default));

        Assert.Equal(ArtifactFailure.Missing, error.Reason);
        Assert.Contains("'items.jsonl' is missing, expected 6 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadFileAsync_MediaMissingOrDamaged_IsFoundWhenUsedAndSaysHowToFetch()
    {
        await Sample.WriteCatalogAsync(temporary, "store/c/1");
        File.Delete(temporary.At("store/c/1/media/a.png"));
        File.WriteAllText(temporary.At("store/c/1/media/b.png"), "picture x");

        var folder = await CreateSut().OpenAsync("c/1", null, default);
        var missing = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("media/a.png", default));
        var damaged = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("media/b.png", default));
        var unlisted = await Assert.ThrowsAsync<ArtifactException>(() => folder.ReadFileAsync("../../secret", default));

        Assert.Equal(
            (ArtifactFailure.Missing, ArtifactFailure.Damaged, ArtifactFailure.Missing),
            (missing.Reason, damaged.Reason, unlisted.Reason)
        );
        Assert.Contains("./build.sh fetch", missing.Message, StringComparison.Ordinal);
        Assert.Contains("lists no file '../../secret'", unlisted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_OtherDigest_IsAMismatchWithBoth()
    {
        var written = await Sample.WriteCatalogAsync(temporary, "store/c/1");

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            CreateSut().OpenAsync("c/1", Sample.Digest, default)
        );

        Assert.Equal(ArtifactFailure.Mismatch, error.Reason);
        Assert.Contains(
            $"has the digest {written.Digest}, expected {Sample.Digest}",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ResolveAsync_SeveralVersions_GetsTheNewestByNumber()
    {
        foreach (var version in new[] { "9", "10", "2" })
            await Sample.WriteCatalogAsync(temporary, $"store/catalogs/stickers/{version}", version);
        // Without a manifest it is not published yet; deeper manifests are other things.
        temporary.Fill("store/catalogs/stickers", ("11/items.jsonl", ""), ("12/deep/manifest.json", "{}"));

        var latest = await CreateSut().ResolveAsync("catalogs/stickers/", default);

        Assert.Equal("catalogs/stickers/10", latest);
        Assert.Equal("catalogs/stickers/9", await CreateSut().ResolveAsync("catalogs/stickers/9", default));
        var none = await Assert.ThrowsAsync<ArtifactException>(() =>
            CreateSut().ResolveAsync("catalogs/birds", default)
        );
        Assert.Equal(ArtifactFailure.Missing, none.Reason);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc")]
    [InlineData("")]
    public async Task OpenAsync_PathOutOfTheStore_IsRefused(string path)
    {
        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenAsync(path, null, default));

        Assert.Equal(ArtifactFailure.Invalid, error.Reason);
    }

    private ArtifactLoader CreateSut() => new(new FileArtifactStore(temporary.At("store")), temporary.At("cache"));
}
