using DialClip.Training.Checkpoints;
using DialClip.Training.Evaluation;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Tuning;

/// <summary>Ranks the whole catalog for examples, in TorchSharp.</summary>
internal sealed class HeadEvaluator(FrozenClip clip, TuningCatalog catalog)
{
    private const int Chunk = 128;

    /// <summary>Scores every candidate for every example.</summary>
    public IReadOnlyList<RankedExample> Rank(DialClipModule head, IReadOnlyList<TuningExample> examples)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var encoding = new QueryEncoding(clip, head);
        var pictures = cat([.. Enumerable.Range(0, catalog.Pictures.Count).Chunk(Chunk).Select(part => encoding.PictureCandidates(catalog.Pixels.narrow(0, part[0], part.Length)))], 0);
        var texts = catalog.Texts.Count == 0 ? null : encoding.TextCandidates(catalog.Sentences);
        var ranked = new List<RankedExample>();
        foreach (var part in examples.Chunk(Chunk))
        {
            using var inner = NewDisposeScope();
            var features = encoding.Queries(part, example => example.Tokens!);
            var queries = head.QueryExperts.call(features);
            var pictureScores = ModuleWeights.Read(QueryEncoding.Scores(queries, pictures, part, picture: true)).Values.Chunk(catalog.Pictures.Count).ToList();
            var textScores = texts is null ? null : ModuleWeights.Read(QueryEncoding.Scores(queries, texts, part, picture: false)).Values.Chunk(catalog.Texts.Count).ToList();
            var intents = ModuleWeights.Read(head.Intent.call(features).softmax(-1)).Values.Chunk(3).ToList();
            ranked.AddRange(part.Select((example, row) => new RankedExample(example, pictureScores[row], textScores is null ? [] : textScores[row], intents[row])));
        }
        return ranked;
    }

    /// <summary>Measures the ranking of pictures over the examples that accept one.</summary>
    public static RankingMetrics Pictures(IEnumerable<RankedExample> ranked) => RankingMetrics.Of([.. ranked
        .Where(one => one.Example.Pictures.Count > 0)
        .Select(one => RankingMetrics.PessimisticRank(one.PictureScores, one.Example.Pictures.ToHashSet()))]);
}
