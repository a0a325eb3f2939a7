using System.Collections.Immutable;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Model.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Model;

/// <summary>Retrieves the best responses to a dialog from a head's catalog. Thread-safe.</summary>
public sealed class DialClipRetriever : IDisposable
{
    private readonly SemaphoreSlim permits;
    private readonly ILogger<DialClipRetriever> logger;

    /// <summary>Creates a retriever.</summary>
    /// <param name="concurrentTurns">
    /// The maximum number of concurrent turns, at least 1; further ones wait, because they would slow each other down.
    /// </param>
    /// <param name="logger">The logger; null for none.</param>
    public DialClipRetriever(int concurrentTurns = 2, ILogger<DialClipRetriever>? logger = null)
    {
        permits = new(concurrentTurns, concurrentTurns);
        this.logger = logger ?? NullLogger<DialClipRetriever>.Instance;
    }

    /// <summary>
    /// Retrieves the best pictures and texts for the input of a dialog. Earlier turns without a feature of the head's
    /// backbone are encoded first.
    /// </summary>
    /// <param name="context">The input and the turns before it.</param>
    /// <param name="head">The head to ask.</param>
    /// <param name="top">The most pictures, and the most texts, to return.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The input is a text without words or a picture without pixels.</exception>
    public Task<RetrievalResult> RetrieveAsync(
        DialogContext context,
        LoadedHead head,
        int top,
        CancellationToken cancellationToken
    ) => RetrieveAsync(context, head, top, null, cancellationToken);

    /// <summary>
    /// Retrieves the best admitted pictures and texts for the input of a dialog. Earlier turns without a feature of the
    /// head's backbone are encoded first.
    /// </summary>
    /// <param name="context">The input and the turns before it.</param>
    /// <param name="head">The head to ask.</param>
    /// <param name="top">The most pictures, and the most texts, to return.</param>
    /// <param name="admits">Determines whether an item may be sent, before the best are taken; null admits all.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The input is a text without words or a picture without pixels.</exception>
    public async Task<RetrievalResult> RetrieveAsync(
        DialogContext context,
        LoadedHead head,
        int top,
        Func<CatalogItem, bool>? admits,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(head);
        if (top > 0 && CandidateRanker.FindEmoji(context, head, admits) is { } exact)
            return exact;
        var loaded = await LoadPicturesAsync(context, head, cancellationToken).ConfigureAwait(false);
        await permits.WaitMeasuredAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return CandidateRanker.Rank(QueryEncoder.Encode(loaded, head, cancellationToken), head, top, admits);
        }
        finally
        {
            permits.Release();
        }
    }

    /// <summary>
    /// Encodes the input of a dialog without ranking anything, so that <see cref="CandidateRanker"/> can rank more than
    /// one index for it. Earlier turns without a feature of the head's backbone are encoded first.
    /// </summary>
    /// <param name="context">The input and the turns before it.</param>
    /// <param name="head">The head to encode with.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The input is a text without words or a picture without pixels.</exception>
    public async Task<EncodedQuery> EncodeQueryAsync(
        DialogContext context,
        LoadedHead head,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(head);
        var loaded = await LoadPicturesAsync(context, head, cancellationToken).ConfigureAwait(false);
        await permits.WaitMeasuredAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return QueryEncoder.Encode(loaded, head, cancellationToken);
        }
        finally
        {
            permits.Release();
        }
    }

    /// <summary>
    /// Encodes a turn with the frozen tower, without prompts, unless it has a feature of this backbone.
    /// </summary>
    /// <exception cref="ArgumentException">The turn is a text without words or a picture without pixels.</exception>
    public async Task<DialogTurn> EncodeTurnAsync(
        DialogTurn turn,
        Backbone backbone,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(backbone);
        if (TurnEncoder.IsEncoded(turn, backbone))
            return turn;
        await permits.WaitMeasuredAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return TurnEncoder.Encode([turn], backbone, cancellationToken)[0];
        }
        finally
        {
            permits.Release();
        }
    }

    /// <summary>Encodes a turn; the pixels of a picture of the head's catalog are read from there.</summary>
    /// <exception cref="ArgumentException">The turn is a text without words or a picture without pixels.</exception>
    public async Task<DialogTurn> EncodeTurnAsync(DialogTurn turn, LoadedHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(head);
        return await EncodeTurnAsync(
                await TurnEncoder.LoadPictureAsync(turn, head, cancellationToken).ConfigureAwait(false),
                head.Backbone,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => permits.Dispose();

    // A picture that cannot be encoded any more is left out of the context.
    private async Task<DialogContext> LoadPicturesAsync(
        DialogContext context,
        LoadedHead loaded,
        CancellationToken cancellationToken
    )
    {
        var turns = ImmutableArray.CreateBuilder<DialogTurn>(context.Turns.Length);
        foreach (var turn in context.Turns)
        {
            var usable = await TurnEncoder.LoadPictureAsync(turn, loaded, cancellationToken).ConfigureAwait(false);
            if (
                usable.Modality == Modality.Text
                || usable.Picture is not null
                || TurnEncoder.IsEncoded(usable, loaded.Backbone)
            )
                turns.Add(usable);
            else
                logger.PictureTurnLeftOut(turn.PictureId ?? "none", loaded.Backbone.Digest);
        }

        return context with
        {
            Turns = turns.DrainToImmutable(),
        };
    }
}
