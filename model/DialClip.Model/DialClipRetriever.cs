using System.Collections.Immutable;
using DialClip.Encoders;
using DialClip.Encoders.Text;
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
        if (top > 0 && FindExactMatch(context.Input, head.Catalog, admits) is { } exact)
            return CreateResult(head, [exact], [], new(Picture: 1, Text: 0, Silence: 0)) with { ExactMatch = exact };
        var loaded = await LoadPicturesAsync(context, head, cancellationToken).ConfigureAwait(false);
        await permits.WaitMeasuredAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Retrieve(loaded, head, top, admits, cancellationToken);
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

    private static RetrievalResult Retrieve(
        DialogContext context,
        LoadedHead loaded,
        int top,
        Func<CatalogItem, bool>? admits,
        CancellationToken cancellationToken
    )
    {
        var (head, index, backbone, catalog) = loaded;
        var prompts = head.BuildPrompts(
            [TurnEncoder.Encode(context.Turns, backbone, cancellationToken)],
            cancellationToken
        );
        var feature = EncodeInput(context, prompts, backbone, head.Properties.QueryTurns, cancellationToken);
        var query = head.Project(feature, 1, cancellationToken);
        var input = context.Input.Modality;
        var (pictures, texts) = (Search(Modality.Picture), Search(Modality.Text));
        return CreateResult(loaded, pictures, texts, query.GetIntent(0)) with
        {
            // Without a rule a search of anything finds something.
            NothingAdmitted =
                admits is not null && top > 0 && catalog.Items.Count > 0 && pictures.Count == 0 && texts.Count == 0,
            BytesPerToken = context.Input.Text is { } text ? backbone.Tokenizer.MeasureBytesPerToken(text) : null,
        };

        IReadOnlyList<ScoredCandidate> Search(Modality response)
        {
            var candidates = index.Search(query, 0, input, response, top, admits, context.Input.Text);
            return head.Properties.Calibration?.ForExpert(Experts.GetNumber(input, response)) is { } curve
                ?
                [
                    .. candidates.Select(candidate =>
                        candidate with
                        {
                            Confidence = (float)curve.Evaluate(candidate.Score),
                        }
                    ),
                ]
                : candidates;
        }
    }

    private static RetrievalResult CreateResult(
        LoadedHead loaded,
        IReadOnlyList<ScoredCandidate> pictures,
        IReadOnlyList<ScoredCandidate> texts,
        IntentProbabilities intent
    ) =>
        new(pictures, texts, intent, loaded.Head.Name, loaded.Head.Digest, loaded.Catalog.Digest)
        {
            HeadVersion = loaded.Head.Version,
            CatalogName = loaded.Catalog.Folder.Manifest.Name,
            CatalogVersion = loaded.Catalog.Folder.Manifest.Version,
            Thresholds = loaded.Head.Properties.Thresholds,
        };

    private static ScoredCandidate? FindExactMatch(
        DialogTurn input,
        Catalog catalog,
        Func<CatalogItem, bool>? admits
    ) =>
        input is { Modality: Modality.Text, Text: { } text }
        && catalog.FindEmoji(text) is { } item
        && (admits is null || admits(item))
            ? new(item, Score: 1, Confidence: 1)
            : null;

    private static float[] EncodeInput(
        DialogContext context,
        TowerPrompts prompts,
        Backbone backbone,
        int queryTurns,
        CancellationToken cancellationToken
    )
    {
        using var work = MeasuredWork.Encode(context.Input.Modality, 1, backbone);
        if (context.Input.Modality == Modality.Picture)
            return work.Complete(
                backbone.EncodePictures([TurnEncoder.GetPicture(context.Input)], prompts.Vision, cancellationToken)
            );
        var earlier = context.Turns.Where(turn => turn.Modality == Modality.Text).Select(TurnEncoder.GetText).ToList();
        return work.Complete(
            backbone.EncodeText(
                [QueryText.Build(backbone.Tokenizer, TurnEncoder.GetText(context.Input), earlier, queryTurns)],
                prompts.Text,
                cancellationToken
            )
        );
    }

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
