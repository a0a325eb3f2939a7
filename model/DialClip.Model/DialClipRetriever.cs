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

/// <summary>Finds what could be answered to a dialog: the one seam that a bot sees. Safe for use by many threads.</summary>
public sealed class DialClipRetriever : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly ILogger<DialClipRetriever> logger;

    /// <summary>Makes a retriever.</summary>
    /// <param name="concurrentTurns">How many turns are worked on at once; more wait, because they would only slow each other down.</param>
    /// <param name="logger">Is told what a turn had to do without.</param>
    public DialClipRetriever(int concurrentTurns = 2, ILogger<DialClipRetriever>? logger = null)
    {
        places = new(concurrentTurns, concurrentTurns);
        this.logger = logger ?? NullLogger<DialClipRetriever>.Instance;
    }

    /// <summary>Finds the best pictures and texts for the input of a dialog. Earlier turns without a feature of this backbone are encoded on the way.</summary>
    /// <param name="context">The input and the turns before it.</param>
    /// <param name="head">The head to ask.</param>
    /// <param name="top">The most pictures, and the most texts, to return.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="ArgumentException">The input is a text without words or a picture without pixels.</exception>
    public Task<RetrievalResult> RetrieveAsync(DialogContext context, LoadedHead head, int top, CancellationToken ct) =>
        RetrieveAsync(context, head, top, null, ct);

    /// <summary>Finds the best pictures and texts that may be sent. Earlier turns without a feature of this backbone are encoded on the way.</summary>
    /// <param name="context">The input and the turns before it.</param>
    /// <param name="head">The head to ask.</param>
    /// <param name="top">The most pictures, and the most texts, to return.</param>
    /// <param name="admits">Tells whether an item may be sent; the best of those that may are found. Null admits all.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="ArgumentException">The input is a text without words or a picture without pixels.</exception>
    public async Task<RetrievalResult> RetrieveAsync(
        DialogContext context,
        LoadedHead head,
        int top,
        Func<CatalogItem, bool>? admits,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(head);
        var usable = await UsableAsync(context, head, ct).ConfigureAwait(false);
        await places.WaitMeasuredAsync(ct).ConfigureAwait(false);
        try
        {
            return Retrieve(usable, head, top, admits, ct);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Gets the turn with its feature: the frozen tower without prompts. A feature of the same backbone is kept.</summary>
    /// <exception cref="ArgumentException">The turn is a text without words or a picture without pixels.</exception>
    public async Task<DialogTurn> EncodeTurnAsync(DialogTurn turn, Backbone backbone, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(backbone);
        if (TurnEncoder.IsEncoded(turn, backbone))
            return turn;
        await places.WaitMeasuredAsync(ct).ConfigureAwait(false);
        try
        {
            return TurnEncoder.Encode([turn], backbone, ct)[0];
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Gets the turn with its feature; a picture of the head's catalog needs no pixels, they are read from there.</summary>
    /// <exception cref="ArgumentException">The turn is a text without words or a picture without pixels.</exception>
    public async Task<DialogTurn> EncodeTurnAsync(DialogTurn turn, LoadedHead head, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(head);
        return await EncodeTurnAsync(
                await TurnEncoder.LoadPictureAsync(turn, head, ct).ConfigureAwait(false),
                head.Backbone,
                ct
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private static RetrievalResult Retrieve(
        DialogContext context,
        LoadedHead loaded,
        int top,
        Func<CatalogItem, bool>? admits,
        CancellationToken ct
    )
    {
        var (head, index, backbone, catalog) = loaded;
        var prompts = head.BuildPrompts([TurnEncoder.Encode(context.Turns, backbone, ct)], ct);
        var feature = EncodeInput(context, prompts, backbone, head.Properties.QueryTurns, ct);
        var query = head.Project(feature, 1, ct);
        var input = context.Input.Modality;
        var (pictures, texts) = (Search(Modality.Picture), Search(Modality.Text));
        return new(
            pictures,
            texts,
            query.GetIntent(0),
            head.Name,
            head.Digest,
            catalog.Digest,
            // Without a rule a search of anything finds something.
            admits is not null
                && top > 0
                && catalog.Items.Count > 0
                && pictures.Count == 0
                && texts.Count == 0
        )
        {
            HeadVersion = head.Version,
            CatalogName = catalog.Folder.Manifest.Name,
            CatalogVersion = catalog.Folder.Manifest.Version,
            Thresholds = head.Properties.Thresholds,
        };

        IReadOnlyList<ScoredCandidate> Search(Modality response)
        {
            var found = index.Search(query, 0, input, response, top, admits);
            return head.Properties.Calibration?.ForExpert(Experts.GetNumber(input, response)) is { } curve
                ? [.. found.Select(candidate => candidate with { Confidence = (float)curve.Evaluate(candidate.Score) })]
                : found;
        }
    }

    private static float[] EncodeInput(
        DialogContext context,
        TowerPrompts prompts,
        Backbone backbone,
        int queryTurns,
        CancellationToken ct
    )
    {
        using var work = MeasuredWork.Encode(context.Input.Modality, 1, backbone);
        if (context.Input.Modality == Modality.Picture)
            return work.Complete(backbone.EncodePictures([TurnEncoder.GetPicture(context.Input)], prompts.Vision, ct));
        var earlier = context.Turns.Where(turn => turn.Modality == Modality.Text).Select(TurnEncoder.GetText).ToList();
        return work.Complete(
            backbone.EncodeText(
                [QueryText.Build(backbone.Tokenizer, TurnEncoder.GetText(context.Input), earlier, queryTurns)],
                prompts.Text,
                ct
            )
        );
    }

    // A picture that cannot be encoded any more is left out of the context.
    private async Task<DialogContext> UsableAsync(DialogContext context, LoadedHead loaded, CancellationToken ct)
    {
        var turns = ImmutableArray.CreateBuilder<DialogTurn>(context.Turns.Length);
        foreach (var turn in context.Turns)
        {
            var usable = await TurnEncoder.LoadPictureAsync(turn, loaded, ct).ConfigureAwait(false);
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
