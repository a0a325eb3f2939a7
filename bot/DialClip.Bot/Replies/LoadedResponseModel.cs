using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Replies;

/// <summary>Asks the model that is loaded now.</summary>
internal sealed class LoadedResponseModel(
    ModelSource source,
    DialClipRetriever retriever,
    ILogger<LoadedResponseModel> logger
) : IResponseModel
{
    /// <inheritdoc/>
    public async Task<ModelAnswer> RetrieveAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        using var lease = source.Acquire();
        var (head, isMissing) = HeadOf(lease.Model, question);
        var earlier = question.Earlier.Select(turn => turn.ToTurn(head.Backbone.Digest)).OfType<DialogTurn>();
        var context = DialogContext.FromMessages(
            earlier,
            question.Message.Text,
            question.Message.Picture,
            Speaker.User
        );
        var result = await retriever
            .RetrieveAsync(context, head, question.Top, question.Admits, cancellationToken)
            .ConfigureAwait(false);
        return new(
            result,
            head.Head.Properties.Thresholds,
            new(head.Head.Name, head.Head.Version),
            new(head.Catalog.Folder.Manifest.Name, head.Catalog.Folder.Manifest.Version),
            isMissing
        );
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
            encoded.Add(
                await retriever.EncodeTurnAsync(turn, head, cancellationToken).ConfigureAwait(false) with
                {
                    Picture = null,
                }
            );
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

    // A catalog that was chosen may be gone since, and a variant may ask for a head that was never there.
    private (LoadedHead Head, bool IsMissing) HeadOf(LoadedModel loaded, ModelQuestion question)
    {
        var catalog = question.Catalog is { } chosen && loaded.Catalogs.ContainsKey(chosen) ? chosen : null;
        if (loaded.Find(question.Head, catalog) is { } found)
            return (found, false);
        logger.HeadMissing(question.Head!);
        return (loaded.Find(null, catalog) ?? loaded.Default, true);
    }
}
