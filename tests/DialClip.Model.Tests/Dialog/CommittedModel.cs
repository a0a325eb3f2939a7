using System.Collections.Immutable;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Model.Tests.Dialog;

/// <summary>The models that are committed with the source.</summary>
public sealed class CommittedModel : IAsyncLifetime
{
    private readonly TemporaryFolder cache = new();
    private readonly DialClipRetriever retriever = new();
    private ModelSource source = null!;

    public Catalog Catalog { get; private set; } = null!;

    public async Task<ReplyDecision> DecideAsync(string text, params string[] recent)
    {
        var result = await RetrieveAsync([], text);
        return ReplyPolicy.Decide(result, result.Thresholds, recent.ToHashSet());
    }

    public async Task<RetrievalResult> RetrieveAsync(ImmutableArray<DialogTurn> turns, string text)
    {
        using var lease = source.Acquire();
        var context = new DialogContext(turns, DialogTurn.FromText(Speaker.User, text));
        return await retriever.RetrieveAsync(context, lease.Model.Default, 10, CancellationToken.None);
    }

    public async Task InitializeAsync()
    {
        var store = new FileArtifactStore(Path.Combine(RepositoryPaths.Root, "model", "store"));
        var options = new ModelOptions
        {
            Backbone = "backbones/small/fp32",
            Catalog = "catalogs/stickers",
            // Not the newest version, whose silence has further reasons.
            Heads = ["models/stickers/1"],
        };
        source = new(new ArtifactLoader(store, cache.Path), options);
        await source.ReloadAsync(CancellationToken.None);
        using var lease = source.Acquire();
        Catalog = lease.Model.Default.Catalog;
    }

    public Task DisposeAsync()
    {
        source.Dispose();
        retriever.Dispose();
        cache.Dispose();
        return Task.CompletedTask;
    }
}
