using DialClip.Encoders;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Ranks the catalog for examples in TorchSharp, with a head in training.</summary>
/// <param name="clip">The frozen CLIP.</param>
/// <param name="catalog">The candidates.</param>
/// <param name="gallery">The gallery that is ranked for a dialog.</param>
/// <param name="captionShare">The share of the caption in a picture's feature.</param>
internal sealed class HeadEvaluator(
    FrozenClip clip,
    TuningCatalog catalog,
    Gallery gallery = Gallery.Catalog,
    double captionShare = 0
)
{
    private const int ChunkSize = 128;
    private const int TopCount = 5;

    /// <summary>Ranks every example, keeping only a summary of its scores.</summary>
    /// <param name="head">The head.</param>
    /// <param name="examples">
    /// The examples; with <see cref="Gallery.Split"/> every example of a split, because they define its gallery.
    /// </param>
    /// <param name="cancellationToken">Cancels the ranking.</param>
    /// <param name="progress">The sink for the number of ranked examples; may be null.</param>
    public IReadOnlyList<RankedExample> Rank(
        DialClipModule head,
        IReadOnlyList<TuningExample> examples,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var encoding = new PromptedEncoder(clip, head);
        using var fused = new PictureCandidates(clip, catalog, encoding, captionShare);
        var pictures = EncodeCandidates(catalog.Pictures.Count, fused.EncodeFused);
        var texts = EncodeCandidates(
            catalog.Texts.Count,
            numbers => encoding.EncodeTexts([.. numbers.Select(number => catalog.Sentences[number])])
        );
        var splitGalleries =
            gallery == Gallery.Split
                ? examples
                    .ToLookup(example => example.Split, example => example.Pictures)
                    .ToDictionary(
                        split => split.Key,
                        split => split.SelectMany(accepted => accepted).Distinct().Order().ToArray()
                    )
                : [];
        int[] wholeCatalog = [.. Enumerable.Range(0, catalog.Pictures.Count)];
        var ranked = new List<RankedExample>();
        foreach (var chunk in examples.Chunk(ChunkSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var chunkScope = NewDisposeScope();
            var features = encoding.EncodeQueries(chunk, example => example.Tokens!);
            var queries = head.QueryExperts.call(features);
            var pictureScores = Score(pictures, picture: true);
            var textScores = Score(texts, picture: false);
            var intents = ModuleWeights
                .Read(head.Intent.call(features).softmax(-1))
                .Values.Chunk(IntentProbabilities.Count)
                .ToList();
            ranked.AddRange(
                chunk.Select((example, row) => Summarize(example, pictureScores[row], textScores[row], intents[row]))
            );
            progress?.Report(ranked.Count);

            List<float[]> Score(Tensor? candidates, bool picture) =>
                candidates is null
                    ? [.. chunk.Select(_ => Array.Empty<float>())]
                    :
                    [
                        .. ModuleWeights
                            .Read(PromptedEncoder.Score(queries, candidates, chunk, picture))
                            .Values.Chunk((int)candidates.shape[0]),
                    ];
        }
        return ranked;

        RankedExample Summarize(TuningExample example, float[] scores, float[] textScores, float[] intent)
        {
            var shownPictures =
                example.PictureCandidates is { } candidates ? [.. candidates]
                : gallery == Gallery.Split ? splitGalleries[example.Split]
                : wholeCatalog;
            var accepted = example.Pictures.ToHashSet();
            var (picture, text) = (FindBest(scores, example.Pictures), FindBest(textScores, example.Texts));
            float[] galleryScores = [.. shownPictures.Select(number => scores[number])];
            return new(
                example,
                accepted.Count == 0
                    ? null
                    : RankingMetrics.PessimisticRank(
                        galleryScores,
                        Enumerable
                            .Range(0, shownPictures.Length)
                            .Where(index => accepted.Contains(shownPictures[index]))
                            .ToHashSet()
                    ),
                [
                    .. Enumerable
                        .Range(0, galleryScores.Length)
                        .OrderByDescending(index => galleryScores[index])
                        .Take(TopCount)
                        .Select(index => shownPictures[index]),
                ],
                picture.Score,
                picture.Accepted,
                text.Score,
                text.Accepted,
                intent
            );
        }

        Tensor? EncodeCandidates(int count, Func<int[], Tensor> encode) =>
            count == 0
                ? null
                : cat(
                    [
                        .. Enumerable
                            .Range(0, count)
                            .Chunk(ChunkSize)
                            .Select(chunk =>
                            {
                                cancellationToken.ThrowIfCancellationRequested();
                                using var chunkScope = NewDisposeScope();
                                return head.CandidateExperts.call(encode(chunk)).MoveToOuterDisposeScope();
                            }),
                    ],
                    0
                );
    }

    private static (float Score, bool Accepted) FindBest(float[] scores, IReadOnlyList<int> accepted) =>
        scores.Length == 0 ? (-1, false) : (scores.Max(), accepted.Contains(Array.IndexOf(scores, scores.Max())));

    /// <summary>Computes picture ranking metrics over the examples that accept a picture.</summary>
    public static RankingMetrics ComputePictureMetrics(IEnumerable<RankedExample> ranked) =>
        RankingMetrics.Compute([
            .. ranked.Where(example => example.PictureRank is not null).Select(example => example.PictureRank!.Value),
        ]);
}
