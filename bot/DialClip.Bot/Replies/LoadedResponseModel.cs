using DialClip.Bot.MessageExtensions;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Replies;

/// <summary>The model that is loaded now.</summary>
internal sealed class LoadedResponseModel(
    ModelSource source,
    DialClipRetriever retriever,
    ILogger<LoadedResponseModel> logger
) : IResponseModel
{
    private int isMissingLogged;

    /// <inheritdoc/>
    public async ValueTask<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        if (await source.TryLoadAsync(cancellationToken).ConfigureAwait(false))
            return true;
        // Once, not with every message.
        if (Interlocked.Exchange(ref isMissingLogged, 1) == 0)
            logger.NoModel();
        return false;
    }

    /// <inheritdoc/>
    public bool IsReady => source.IsReady;

    /// <inheritdoc/>
    public async Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        IResponseModel.Request request,
        CancellationToken cancellationToken
    )
    {
        using var lease = source.Acquire();
        var (head, isMissing) = FindHead(lease.Model, request);
        var history = request.History.Select(turn => turn.ToTurn(head.Backbone.Digest)).OfType<DialogTurn>();
        var context = DialogContext.FromMessages(history, request.Text, request.Picture, Speaker.User);
        var result = await retriever
            .RetrieveAsync(context, head, request.Top, request.Admits, cancellationToken)
            .ConfigureAwait(false);
        return (result, isMissing);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FoundItem>> SearchAsync(
        IResponseModel.Request request,
        bool byName,
        CancellationToken cancellationToken
    )
    {
        using var lease = source.Acquire();
        var catalogs =
            request.Catalog is { } chosen && lease.Model.Catalogs.ContainsKey(chosen)
                ? [chosen]
                : lease.Model.Catalogs.Keys.ToArray();
        var (named, ranked) = (new List<FoundItem>(), new List<(FoundItem Found, float Rank)>());
        foreach (var catalog in catalogs)
        {
            var head = lease.Model.Find(request.Head, catalog) ?? lease.Model.Default;
            var admitted = head.Catalog.Items.Where(item => request.Admits?.Invoke(item) != false);
            if (byName)
                named.AddRange(
                    ItemNames.Find(admitted, request.Text!).Select(item => new FoundItem(item, head.Catalog.Digest))
                );
            var history = request.History.Select(turn => turn.ToTurn(head.Backbone.Digest)).OfType<DialogTurn>();
            var context = DialogContext.FromMessages(history, request.Text, picture: null, Speaker.User);
            var result = await retriever
                .RetrieveAsync(context, head, request.Top, request.Admits, cancellationToken)
                .ConfigureAwait(false);
            // What the vocabulary does not know is ranked by chance.
            if (result.BytesPerToken < result.Thresholds.MinBytesPerToken)
                continue;
            ranked.AddRange(
                result
                    .Pictures.Concat(result.Texts)
                    .Select(found => (new FoundItem(found.Item, result.CatalogDigest), found.Confidence ?? found.Score))
            );
        }

        return
        [
            .. named
                .Concat(ranked.OrderByDescending(found => found.Rank).Select(found => found.Found))
                .DistinctBy(found => found.Item.Id)
                .Take(request.Top),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    )
    {
        using var lease = source.Acquire();
        var head = lease.Model.Find(null, catalog) ?? lease.Model.Default;
        var encoded = new List<DialogTurn>(turns.Count);
        foreach (var turn in turns)
        {
            var features = await retriever.EncodeTurnAsync(turn, head, cancellationToken).ConfigureAwait(false);
            encoded.Add(features with { Picture = null });
        }
        return encoded;
    }

    /// <inheritdoc/>
    public bool HasCatalog(string catalog)
    {
        if (!source.IsReady)
            return false;
        using var lease = source.Acquire();
        return lease.Model.Catalogs.ContainsKey(catalog);
    }

    // A catalog that was chosen may have been removed since, and a variant may ask for a head that was never there.
    private (LoadedHead Head, bool IsMissing) FindHead(LoadedModel loaded, IResponseModel.Request request)
    {
        var catalog = request.Catalog is { } chosen && loaded.Catalogs.ContainsKey(chosen) ? chosen : null;
        if (loaded.Find(request.Head, catalog) is { } head)
            return (head, false);
        logger.HeadMissing(request.Head!);
        return (loaded.Find(null, catalog) ?? loaded.Default, true);
    }
}
