using DialClip.Model.Artifacts;
using DialClip.Testing;

namespace DialClip.Model.Tests;

public sealed class ModelSourceTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [RequiresFact(Tool.OnnxRuntime)]
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

    [RequiresFact(Tool.OnnxRuntime)]
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

    [RequiresFact(Tool.OnnxRuntime)]
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
        Assert.Contains("Build the index with 'dialclip index'", noIndex.Message, StringComparison.Ordinal);
        Assert.Contains("head 'head' version '2'", noIndex.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public async Task LoadHead_TunedOnOtherWeightsOrForOtherShapes_SaysWhatWasFoundAndExpected()
    {
        using var backbone = bundle.LoadBackbone();
        var otherWeights = await bundle.WriteHeadAsync("2", weightsDigest: new string('b', 64));
        var otherShapes = await bundle.WriteHeadAsync("3", domainPrompts: 5);

        var weights = Assert.Throws<ArtifactException>(() => Model.Encoding.DialogHead.Load(otherWeights, backbone));
        var shapes = Assert.Throws<ArtifactException>(() => Model.Encoding.DialogHead.Load(otherShapes, backbone));

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

    private ModelSource CreateSut(ModelOptions? options = null) => new(bundle.Loader, options ?? bundle.Options);
}
