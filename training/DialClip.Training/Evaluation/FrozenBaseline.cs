using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Training.Evaluation;

/// <summary>The retrieval baseline of the frozen CLIP, without prompts and experts.</summary>
internal sealed class FrozenBaseline
{
    private const int BatchSize = 32;
    private const int QueryTurns = 3;

    private readonly Backbone backbone;
    private readonly float[] candidates;

    private FrozenBaseline(Backbone backbone, float[] candidates) =>
        (this.backbone, this.candidates) = (backbone, candidates);

    /// <summary>Encodes a gallery of one modality.</summary>
    /// <param name="backbone">The frozen CLIP.</param>
    /// <param name="catalog">The catalog that contains the gallery.</param>
    /// <param name="gallery">The items.</param>
    /// <param name="progress">The sink for the number of encoded items.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    public static async Task<FrozenBaseline> CreateAsync(
        Backbone backbone,
        Catalog catalog,
        IReadOnlyList<CatalogItem> gallery,
        IProgress<long> progress,
        CancellationToken cancellationToken
    )
    {
        var candidates = new float[gallery.Count * backbone.Dimension];
        var done = 0;
        foreach (var batch in gallery.Chunk(BatchSize))
        {
            var features = await EncodeAsync(backbone, catalog, batch, cancellationToken).ConfigureAwait(false);
            features.CopyTo(candidates.AsSpan(done * backbone.Dimension));
            done += batch.Length;
            progress.Report(done);
        }
        return new(backbone, candidates);
    }

    /// <summary>Scores the gallery for the last three texts as one query, or for an input picture.</summary>
    public float[] ScoreLastTurns(DialogContext context, CancellationToken cancellationToken)
    {
        if (context.Input.Modality == Modality.Picture)
            return Score(backbone.EncodePictures([context.Input.Picture!], cancellationToken));
        var earlier = context.Turns.Where(turn => turn.Modality == Modality.Text).Select(turn => turn.Text!).ToList();
        return Score(
            backbone.EncodeText(
                [QueryText.Build(backbone.Tokenizer, context.Input.Text!, earlier, QueryTurns)],
                backbone.NoPrompts(Modality.Text, 1),
                cancellationToken
            )
        );
    }

    /// <summary>Scores the gallery for the mean of all turns' features.</summary>
    public float[] ScoreMeanTurns(DialogContext context, CancellationToken cancellationToken)
    {
        var turns = context.Turns.Append(context.Input).ToLookup(turn => turn.Modality);
        float[] features =
        [
            .. backbone.EncodeText(
                [.. turns[Modality.Text].Select(turn => backbone.Tokenizer.LeaveOutUnknownEmoji(turn.Text!))],
                cancellationToken
            ),
            .. backbone.EncodePictures([.. turns[Modality.Picture].Select(turn => turn.Picture!)], cancellationToken),
        ]; // (N, D), unit length
        var mean = new float[backbone.Dimension];
        for (var row = 0; row < features.Length; row += mean.Length)
            TensorPrimitives.Add(mean, features.AsSpan(row, mean.Length), mean);
        return Score(mean);
    }

    // (N, D), unit length; all items are of one modality.
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

    // Ranks do not depend on the length of the query vector.
    private float[] Score(float[] query)
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
