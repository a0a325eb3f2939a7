using DialClip.Encoders;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Ranks pictures for examples, in TorchSharp.</summary>
internal sealed class HeadEvaluator(FrozenClip clip, TuningCatalog catalog, Gallery gallery = Gallery.Catalog)
{
    private const int Chunk = 128;
    private const int Top = 5;

    /// <summary>Ranks for every example; of its scores only what is told is kept.</summary>
    /// <param name="head">The head.</param>
    /// <param name="examples">The examples; with <see cref="Gallery.Split"/> all of a split that accept a picture, because they make its gallery.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="progress">Takes the number of ranked examples; may be null.</param>
    public IReadOnlyList<RankedExample> Rank(
        DialClipModule head,
        IReadOnlyList<TuningExample> examples,
        CancellationToken cancel,
        IProgress<long>? progress = null
    )
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var encoding = new QueryEncoding(clip, head);
        var pictures = Candidates(catalog.Crops, encoding.PictureFeatures);
        var texts = Candidates(catalog.Sentences, encoding.TextFeatures);
        var ofSplit =
            gallery == Gallery.Split
                ? examples
                    .ToLookup(example => example.Split, example => example.Pictures)
                    .ToDictionary(
                        split => split.Key,
                        split => split.SelectMany(accepted => accepted).Distinct().Order().ToArray()
                    )
                : [];
        int[] all = [.. Enumerable.Range(0, catalog.Pictures.Count)];
        var ranked = new List<RankedExample>();
        foreach (var part in examples.Chunk(Chunk))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var features = encoding.Queries(part, example => example.Tokens!);
            var queries = head.QueryExperts.call(features);
            var pictureScores = Scores(pictures, picture: true);
            var textScores = Scores(texts, picture: false);
            var intents = ModuleWeights
                .Read(head.Intent.call(features).softmax(-1))
                .Values.Chunk(IntentProbabilities.Count)
                .ToList();
            ranked.AddRange(
                part.Select((example, row) => Of(example, pictureScores[row], textScores[row], intents[row]))
            );
            progress?.Report(ranked.Count);

            List<float[]> Scores(Tensor? candidates, bool picture) =>
                candidates is null
                    ? [.. part.Select(_ => Array.Empty<float>())]
                    :
                    [
                        .. ModuleWeights
                            .Read(QueryEncoding.Scores(queries, candidates, part, picture))
                            .Values.Chunk((int)candidates.shape[0]),
                    ];
        }
        return ranked;

        RankedExample Of(TuningExample example, float[] scores, float[] textScores, float[] intent)
        {
            var shown =
                example.PictureCandidates is { } own ? [.. own]
                : gallery == Gallery.Split ? ofSplit[example.Split]
                : all;
            var accepted = example.Pictures.ToHashSet();
            var (picture, text) = (Best(scores, example.Pictures), Best(textScores, example.Texts));
            float[] its = [.. shown.Select(number => scores[number])];
            return new(
                example,
                accepted.Count == 0
                    ? null
                    : RankingMetrics.PessimisticRank(
                        its,
                        Enumerable.Range(0, shown.Length).Where(place => accepted.Contains(shown[place])).ToHashSet()
                    ),
                [
                    .. Enumerable
                        .Range(0, its.Length)
                        .OrderByDescending(place => its[place])
                        .Take(Top)
                        .Select(place => shown[place]),
                ],
                picture.Score,
                picture.Fits,
                text.Score,
                text.Fits,
                intent
            );
        }

        Tensor? Candidates<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, Tensor> encode) =>
            items.Count == 0
                ? null
                : cat(
                    [
                        .. items
                            .Chunk(Chunk)
                            .Select(part =>
                            {
                                cancel.ThrowIfCancellationRequested();
                                using var inner = NewDisposeScope();
                                return head.CandidateExperts.call(encode(part)).MoveToOuterDisposeScope();
                            }),
                    ],
                    0
                );
    }

    private static (float Score, bool Fits) Best(float[] scores, IReadOnlyList<int> accepted) =>
        scores.Length == 0 ? (-1, false) : (scores.Max(), accepted.Contains(Array.IndexOf(scores, scores.Max())));

    /// <summary>Measures the ranking of pictures over the examples that accept one.</summary>
    public static RankingMetrics Pictures(IEnumerable<RankedExample> ranked) =>
        RankingMetrics.Of([.. ranked.Where(one => one.PictureRank is not null).Select(one => one.PictureRank!.Value)]);
}
