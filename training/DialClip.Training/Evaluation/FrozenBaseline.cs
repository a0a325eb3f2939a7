using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Training.Evaluation;

/// <summary>The frozen CLIP as a baseline: no prompts, no experts.</summary>
internal sealed class FrozenBaseline
{
    private const int BatchSize = 32;
    private const int QueryTurns = 3;

    private readonly Backbone backbone;
    private readonly float[] candidates;

    private FrozenBaseline(Backbone backbone, float[] candidates) =>
        (this.backbone, this.candidates) = (backbone, candidates);

    /// <summary>Encodes a gallery, all of one kind.</summary>
    /// <param name="backbone">The frozen CLIP.</param>
    /// <param name="catalog">The catalog of the gallery.</param>
    /// <param name="gallery">The items.</param>
    /// <param name="progress">Takes the number of encoded items.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task<FrozenBaseline> OfAsync(
        Backbone backbone,
        Catalog catalog,
        IReadOnlyList<CatalogItem> gallery,
        IProgress<long> progress,
        CancellationToken cancel
    )
    {
        var all = new float[gallery.Count * backbone.Dimension];
        var done = 0;
        foreach (var batch in gallery.Chunk(BatchSize))
        {
            var features = await EncodeAsync(backbone, catalog, batch, cancel).ConfigureAwait(false);
            features.CopyTo(all.AsSpan(done * backbone.Dimension));
            done += batch.Length;
            progress.Report(done);
        }
        return new(backbone, all);
    }

    /// <summary>
    /// Scores the gallery for the last three texts as one query, or for a picture that is asked with alone.
    /// </summary>
    public float[] LastTurns(DialogContext context, CancellationToken cancel)
    {
        if (context.Input.Modality == Modality.Picture)
            return Scores(backbone.EncodePictures([context.Input.Picture!], cancel));
        var earlier = context.Turns.Where(turn => turn.Modality == Modality.Text).Select(turn => turn.Text!).ToList();
        return Scores(
            backbone.EncodeText(
                [QueryText.Build(backbone.Tokenizer, context.Input.Text!, earlier, QueryTurns)],
                backbone.NoPrompts(Modality.Text, 1),
                cancel
            )
        );
    }

    /// <summary>Scores the gallery for the mean of all turns' features.</summary>
    public float[] MeanTurns(DialogContext context, CancellationToken cancel)
    {
        var turns = context.Turns.Append(context.Input).ToLookup(turn => turn.Modality);
        float[] features =
        [
            .. backbone.EncodeText([.. turns[Modality.Text].Select(turn => turn.Text!)], cancel),
            .. backbone.EncodePictures([.. turns[Modality.Picture].Select(turn => turn.Picture!)], cancel),
        ]; // (N, D), unit length
        var mean = new float[backbone.Dimension];
        for (var row = 0; row < features.Length; row += mean.Length)
            TensorPrimitives.Add(mean, features.AsSpan(row, mean.Length), mean);
        return Scores(mean);
    }

    // (N, D), unit length; the items are all of one kind.
    private static async Task<float[]> EncodeAsync(
        Backbone backbone,
        Catalog catalog,
        CatalogItem[] items,
        CancellationToken cancellationToken
    )
    {
        if (items[0].Modality == Modality.Text)
            return backbone.EncodeText([.. items.Select(item => item.Text!)], cancellationToken);
        var pictures = new List<RgbImage>(items.Length);
        foreach (var item in items)
            pictures.Add(await catalog.ReadPictureAsync(item, cancellationToken).ConfigureAwait(false));
        return backbone.EncodePictures(pictures, cancellationToken);
    }

    // The length of the query changes no rank.
    private float[] Scores(float[] query)
    {
        var scores = new float[candidates.Length / backbone.Dimension];
        for (var item = 0; item < scores.Length; item++)
            scores[item] = TensorPrimitives.Dot(
                query,
                candidates.AsSpan(item * backbone.Dimension, backbone.Dimension)
            );
        return scores;
    }
}
