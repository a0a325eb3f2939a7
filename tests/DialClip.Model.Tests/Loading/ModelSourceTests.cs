using DialClip.Artifacts;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;

namespace DialClip.Model.Tests.Loading;

public sealed class ModelSourceTests : IDisposable
{
    private const string OtherCatalog = "catalogs/other";

    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task Reload_NewerHead_IsSwappedInWhileLeasesKeepTheOldOne()
    {
        await bundle.WriteAllAsync();
        using var sut = CreateSut();
        await sut.ReloadAsync(CancellationToken.None);
        using var old = sut.Acquire();

        await sut.ReloadAsync(CancellationToken.None);
        using var unchanged = sut.Acquire();
        await bundle.WriteHeadAsync("10", seed: 7);
        await bundle.WriteIndexAsync("10");
        await sut.ReloadAsync(CancellationToken.None);
        using var next = sut.Acquire();

        Assert.Same(old.Model, unchanged.Model);
        Assert.Equal("1", old.Model.Default.Head.Version);
        Assert.Equal("10", next.Model.Default.Head.Version);
        Assert.Equal([TinyBundle.HeadPath], next.Model.Heads.Keys);
        // Still open, although no longer in use.
        Assert.NotEmpty(old.Model.Default.Head.Project([1, 0, 0, 0, 0, 0], 1, CancellationToken.None).Query);
    }

    [Fact]
    public async Task Reload_TwoHeads_ShareOneBackboneAndTheFirstIsDefault()
    {
        await bundle.WriteAllAsync();
        await bundle.WriteHeadAsync("2", seed: 7);
        await bundle.WriteIndexAsync("2");
        var options = bundle.Options;
        options.Heads = [TinyBundle.HeadPath + "/2", TinyBundle.HeadPath + "/1"];
        using var sut = CreateSut(options);

        await sut.ReloadAsync(CancellationToken.None);

        using var lease = sut.Acquire();
        Assert.Equal("2", lease.Model.Default.Head.Version);
        Assert.Equal("1", lease.Model.Heads[TinyBundle.HeadPath + "/1"].Head.Version);
        Assert.All(lease.Model.Heads.Values, head => Assert.Same(lease.Model.Backbone, head.Backbone));
    }

    [Fact]
    public async Task Reload_TwoCatalogsAndTwoHeads_EveryPairIsFoundAndPartsAreShared()
    {
        await WriteOthersAsync();
        var options = WithOthers();
        options.Catalogs.Add(TinyBundle.CatalogPath);
        using var sut = CreateSut(options);

        await sut.ReloadAsync(CancellationToken.None);

        using var lease = sut.Acquire();
        var model = lease.Model;
        Assert.Equal([TinyBundle.CatalogPath, OtherCatalog], model.Catalogs.Keys);
        Assert.Same(model.Catalogs[TinyBundle.CatalogPath], model.Catalog);
        Assert.Same(model.Default, model.Find(null, null));
        Assert.Equal(("1", "other"), Names(model.Find(TinyBundle.HeadPath + "/1", OtherCatalog)));
        Assert.Equal(("2", "other"), Names(model.Find(null, OtherCatalog)));
        Assert.Equal(("1", "things"), Names(model.Find(TinyBundle.HeadPath + "/1", null)));
        Assert.Same(model.Default.Head, model.Find(null, OtherCatalog)!.Head);
        Assert.Same(model.Backbone, model.Find(null, OtherCatalog)!.Backbone);
        Assert.Same(model.Catalogs[OtherCatalog], model.Find(null, OtherCatalog)!.Catalog);
        Assert.Null(model.Find(null, "catalogs/none"));
        Assert.Null(model.Find("models/none", null));
        using var retriever = new DialClipRetriever();
        var result = await retriever.RetrieveAsync(
            DialogContext.FromMessages([], "hello", null, Speaker.User),
            model.Find(null, OtherCatalog)!,
            9,
            CancellationToken.None
        );
        Assert.Equal(model.Catalogs[OtherCatalog].Digest, result.CatalogDigest);
        Assert.Contains(result.Texts, candidate => candidate.Item.Id == "text:only-here");

        static (string Head, string Catalog) Names(LoadedHead? result) =>
            (result!.Head.Version, result.Catalog.Folder.Manifest.Name);
    }

    [Fact]
    public async Task FindCatalog_DigestOrItsBeginning_IsThatCatalog()
    {
        await WriteOthersAsync();
        using var sut = CreateSut(WithOthers());
        await sut.ReloadAsync(CancellationToken.None);
        using var lease = sut.Acquire();
        var other = lease.Model.Catalogs[OtherCatalog];

        Assert.Same(other, lease.Model.FindCatalog(other.Digest));
        Assert.Same(other, lease.Model.FindCatalog(other.Digest[..12]));
        Assert.Same(lease.Model.Catalog, lease.Model.FindCatalog(lease.Model.Catalog.Digest[..12]));
        Assert.Null(lease.Model.FindCatalog(other.Digest[..11]));
        Assert.Null(lease.Model.FindCatalog(""));
        Assert.Null(lease.Model.FindCatalog(new string('0', 64)));
    }

    [Fact]
    public async Task Reload_FurtherCatalogWithoutIndexForOneHead_NamesTheCommand()
    {
        await WriteOthersAsync(secondIndex: false);
        using var sut = CreateSut(WithOthers());

        var error = await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));

        Assert.Equal(ArtifactFailure.Missing, error.Reason);
        Assert.Contains(
            "Build the index with 'dialclip index --backbone backbones/tiny/fp32 --catalog catalogs/other/1 "
                + "--model models/head/1'",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.False(sut.IsReady);
    }

    [Theory]
    [InlineData(true, "is missing")]
    [InlineData(false, "has 1 bytes")]
    public async Task Reload_PictureOfACatalogIsNotThere_NamesItAndTheCommand(bool missing, string expected)
    {
        await bundle.WriteAllAsync();
        var picture = Directory.EnumerateFiles(bundle.GetPath($"{TinyBundle.CatalogPath}/1/media")).First();
        if (missing)
            File.Delete(picture);
        else
            await File.WriteAllBytesAsync(picture, [1]);
        using var sut = CreateSut();

        var error = await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));

        Assert.Contains($"media/{Path.GetFileName(picture)}' {expected}", error.Message, StringComparison.Ordinal);
        Assert.Contains("'./build.sh fetch'", error.Message, StringComparison.Ordinal);
        Assert.False(sut.IsReady);
        Assert.False(sut.Ready.IsCompleted);
    }

    [Fact]
    public async Task Reload_NewerVersionOfAFurtherCatalog_IsLookedFor()
    {
        await WriteOthersAsync();
        var options = bundle.Options;
        options.Catalogs = [OtherCatalog];
        using var sut = CreateSut(options);
        await sut.ReloadAsync(CancellationToken.None);
        await bundle.WriteCatalogAsync("2", path: OtherCatalog);

        var error = await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));

        using var lease = sut.Acquire();
        Assert.Contains("--catalog catalogs/other/2 --model models/head/2", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", lease.Model.Catalogs[OtherCatalog].Folder.Manifest.Version);
    }

    [Fact]
    public async Task Reload_BadNewerHead_KeepsTheOldModel()
    {
        await bundle.WriteAllAsync();
        using var sut = CreateSut();
        await sut.ReloadAsync(CancellationToken.None);
        await bundle.WriteHeadAsync("2", weightsDigest: new string('b', 64));

        var noIndex = await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));

        using var lease = sut.Acquire();
        Assert.True(sut.IsReady);
        Assert.Equal("1", lease.Model.Default.Head.Version);
        Assert.Contains(
            "'dialclip index --backbone backbones/tiny/fp32 --catalog catalogs/things/1 --model models/head/2'",
            noIndex.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("head 'head' version '2'", noIndex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadHead_TunedOnOtherWeightsOrForOtherShapes_SaysWhatWasFoundAndExpected()
    {
        using var backbone = bundle.LoadBackbone();
        var otherWeights = await bundle.WriteHeadAsync("2", weightsDigest: new string('b', 64));
        var otherShapes = await bundle.WriteHeadAsync("3", domainPrompts: 5);

        var weights = Assert.Throws<ArtifactException>(() => DialogHead.Load(otherWeights, backbone));
        var shapes = Assert.Throws<ArtifactException>(() => DialogHead.Load(otherShapes, backbone));

        Assert.Equal(ArtifactFailure.Mismatch, weights.Reason);
        Assert.Contains(new string('b', 64), weights.Message, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), weights.Message, StringComparison.Ordinal);
        Assert.Contains("(any, 2, 3, 6), expected Float (any, 2, 6, 6)", shapes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquire_NothingLoaded_SaysWhy()
    {
        using var sut = CreateSut();

        var before = Assert.Throws<InvalidOperationException>(sut.Acquire);
        var failure = await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));
        var after = Assert.Throws<InvalidOperationException>(sut.Acquire);

        Assert.False(sut.IsReady);
        Assert.Contains("not ended yet", before.Message, StringComparison.Ordinal);
        Assert.Contains(TinyBundle.BackbonePath, failure.Message, StringComparison.Ordinal);
        Assert.Contains(failure.Message, after.Message, StringComparison.Ordinal);
    }

    public void Dispose() => bundle.Dispose();

    // Both heads are indexed for both catalogs, unless the first head is to lack the second catalog's.
    private async Task WriteOthersAsync(bool secondIndex = true)
    {
        await bundle.WriteAllAsync();
        await bundle.WriteHeadAsync("2", seed: 7);
        await bundle.WriteIndexAsync("2");
        await bundle.WriteCatalogAsync(
            extraLine: """{"id":"text:only-here","modality":"text","text":"a red llama"}""",
            items: 7,
            path: OtherCatalog
        );
        await bundle.WriteIndexAsync("2", OtherCatalog);
        if (secondIndex)
            await bundle.WriteIndexAsync("1", OtherCatalog);
    }

    private ModelOptions WithOthers()
    {
        var options = bundle.Options;
        options.Catalogs = [OtherCatalog];
        options.Heads = [TinyBundle.HeadPath + "/2", TinyBundle.HeadPath + "/1"];
        return options;
    }

    private ModelSource CreateSut(ModelOptions? options = null) => new(bundle.Loader, options ?? bundle.Options);
}
