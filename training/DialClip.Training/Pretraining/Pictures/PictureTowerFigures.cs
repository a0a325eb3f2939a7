using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>What the picture tower reaches on pictures that it was not trained on.</summary>
/// <param name="tower">The tower.</param>
/// <param name="concepts">What pictures may show.</param>
/// <param name="catalogGrids">(stickers, values): the catalog's pictures.</param>
internal sealed class PictureTowerFigures(ResNetVitTower tower, PictureConcepts concepts, Tensor catalogGrids)
{
    /// <summary>The key of the unit mean of picture and caption.</summary>
    public const string Both = "both";

    private const int ChunkSize = 256;

    /// <summary>Measures how often a sticker in another style finds the same sticker.</summary>
    /// <param name="views">The pictures.</param>
    /// <param name="grids">(N, values): their pooled grids.</param>
    /// <returns>Over the catalog's pictures, over captions, and over the unit mean of both.</returns>
    public IReadOnlyDictionary<string, RankingMetrics> MeasureStyle(IReadOnlyList<PictureView> views, Tensor grids) =>
        RankStickers(grids, [.. views.Select(view => new HashSet<int> { view.Concept })]);

    /// <summary>Measures how often a photo finds a sticker that shows the same.</summary>
    /// <param name="views">The photos; those of a class without sticker are left out.</param>
    /// <param name="grids">(N, values): their pooled grids.</param>
    /// <returns>As <see cref="MeasureStyle"/>.</returns>
    public IReadOnlyDictionary<string, RankingMetrics> MeasureStickers(IReadOnlyList<PictureView> views, Tensor grids)
    {
        var numbers = concepts
            .Stickers.Index()
            .ToDictionary(pair => pair.Item.Id, pair => pair.Index, StringComparer.Ordinal);
        var rows = Enumerable.Range(0, views.Count).Where(row => GetClass(views[row]).Stickers.Count > 0).ToArray();
        using var selected = grids.index_select(0, tensor(Array.ConvertAll(rows, row => (long)row)));
        return RankStickers(
            selected,
            [.. rows.Select(row => GetClass(views[row]).Stickers.Select(id => numbers[id]).ToHashSet())]
        );
    }

    /// <summary>Measures how often a photo's class is found among names of classes.</summary>
    /// <param name="views">The photos.</param>
    /// <param name="grids">(N, values): their pooled grids.</param>
    /// <param name="candidates">Selects the classes among which it is looked for.</param>
    public RankingMetrics MeasureNames(
        IReadOnlyList<PictureView> views,
        Tensor grids,
        Func<PhotoConcept, bool> candidates
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int[] columns =
        [
            .. Enumerable.Range(0, concepts.Classes.Count).Where(index => candidates(concepts.Classes[index])),
        ];
        var names = concepts.Means.index_select(
            0,
            tensor(Array.ConvertAll(columns, column => (long)(concepts.Stickers.Count + column)))
        );
        return Rank(
            Encode(grids).matmul(names.t()),
            [
                .. views.Select(view => new HashSet<int>
                {
                    Array.IndexOf(columns, view.Concept - concepts.Stickers.Count),
                }),
            ]
        );
    }

    private PhotoConcept GetClass(PictureView view) => concepts.Classes[view.Concept - concepts.Stickers.Count];

    private Dictionary<string, RankingMetrics> RankStickers(Tensor grids, IReadOnlyList<HashSet<int>> accepted)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var queries = Encode(grids); // (N, D)
        var pictures = Encode(catalogGrids); // (stickers, D)
        var captions = concepts.Means.narrow(0, 0, concepts.Stickers.Count);
        var both = functional.normalize(pictures + captions, dim: -1);
        return new()
        {
            ["pictures"] = Rank(queries.matmul(pictures.t()), accepted),
            ["captions"] = Rank(queries.matmul(captions.t()), accepted),
            [Both] = Rank(queries.matmul(both.t()), accepted),
        };
    }

    // (N, values) to (N, D), unit length.
    private Tensor Encode(Tensor grids)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var first = 0L; first < grids.shape[0]; first += ChunkSize)
        {
            var part = grids.narrow(0, first, Math.Min(ChunkSize, grids.shape[0] - first)).to(ScalarType.Float32);
            parts.Add(functional.normalize(tower.EncodeGrids(part, null), dim: -1));
        }
        return cat([.. parts], 0).MoveToOuterDisposeScope();
    }

    private static RankingMetrics Rank(Tensor cosines, IReadOnlyList<HashSet<int>> accepted)
    {
        var count = (int)cosines.shape[1];
        var values = Checkpoints.ModuleWeights.Read(cosines).Values;
        return RankingMetrics.Compute([
            .. accepted.Select(
                (indices, row) => RankingMetrics.PessimisticRank([.. values.AsSpan(row * count, count)], indices)
            ),
        ]);
    }
}
