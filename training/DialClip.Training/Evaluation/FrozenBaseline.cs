using System.Numerics.Tensors;
using DialClip.Model.Dialog;
using DialClip.Model.Encoding;
using DialClip.Model.Indexing;
using DialClip.Model.Text;

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
            var turns = new List<DialogTurn>();
            foreach (var item in batch)
                turns.Add(
                    item.Modality == Modality.Text
                        ? DialogTurn.OfText(Speaker.Bot, item.Text!)
                        : DialogTurn.OfPicture(
                            Speaker.Bot,
                            await catalog.ReadPictureAsync(item, cancel).ConfigureAwait(false)
                        )
                );
            Encode(turns, backbone, cancel).CopyTo(all.AsSpan(done * backbone.Dimension));
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
            return Scores(Encode([context.Input], backbone, cancel));
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
        var features = Encode([.. context.Turns, context.Input], backbone, cancel);
        var mean = new float[backbone.Dimension];
        for (var row = 0; row < features.Length; row += mean.Length)
            TensorPrimitives.Add(mean, features.AsSpan(row, mean.Length), mean);
        return Scores(mean);
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

    // (N, D), unit length.
    private static float[] Encode(List<DialogTurn> turns, Backbone backbone, CancellationToken cancel)
    {
        var features = new float[turns.Count * backbone.Dimension];
        foreach (var kind in Enumerable.Range(0, turns.Count).GroupBy(at => turns[at].Modality))
        {
            var places = kind.ToList();
            var none = backbone.NoPrompts(kind.Key, places.Count);
            var found =
                kind.Key == Modality.Text
                    ? backbone.EncodeText(
                        [.. places.Select(at => backbone.Tokenizer.Encode(turns[at].Text!))],
                        none,
                        cancel
                    )
                    : backbone.EncodePictures([.. places.Select(at => turns[at].Picture!)], none, cancel);
            for (var row = 0; row < places.Count; row++)
            {
                var feature = found.AsSpan(row * backbone.Dimension, backbone.Dimension);
                TensorPrimitives.Divide(
                    feature,
                    TensorPrimitives.Norm(feature),
                    features.AsSpan(places[row] * backbone.Dimension, backbone.Dimension)
                );
            }
        }
        return features;
    }
}
