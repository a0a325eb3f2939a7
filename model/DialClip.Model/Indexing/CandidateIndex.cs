using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Telemetry;
using DialClip.Shared.IO;

namespace DialClip.Model.Indexing;

/// <summary>
/// A catalog's items as vectors of one head: each twice, for queries that are texts and for queries that are pictures.
/// </summary>
public sealed class CandidateIndex
{
    private readonly string catalogDigest;
    private readonly Part pictures;
    private readonly Part texts;

    /// <summary>Creates the index of a catalog.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="vectors">
    /// (N, 2, D): of each item its vector for text queries, then that for picture queries.
    /// </param>
    /// <param name="dimension">D.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, or a vector has no direction.</exception>
    public CandidateIndex(Catalog catalog, float[] vectors, int dimension)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.LongLength != 2L * catalog.Items.Count * dimension)
            throw new ArgumentException(
                $"{vectors.Length} values do not make 2 vectors of {dimension} for each of "
                    + $"{catalog.Items.Count} items.",
                nameof(vectors)
            );
        (Dimension, catalogDigest) = (dimension, catalog.Digest);
        pictures = Part.Create(Modality.Picture, catalog, vectors, dimension);
        texts = Part.Create(Modality.Text, catalog, vectors, dimension);
    }

    /// <summary>Gets D, the number of values in a vector.</summary>
    public int Dimension { get; }

    /// <summary>Gets the path in a store of the index of a catalog and a head.</summary>
    /// <param name="catalogDigest">The digest of the catalog.</param>
    /// <param name="headDigest">The digest of the head.</param>
    /// <param name="precision">The precision of the backbone's export: vectors of one are not those of another.</param>
    public static string GetPath(string catalogDigest, string headDigest, string precision = BackbonePrecisions.Full)
    {
        ArgumentNullException.ThrowIfNull(catalogDigest);
        ArgumentNullException.ThrowIfNull(headDigest);
        var path = $"indexes/{Digest.Abbreviate(catalogDigest)}-{Digest.Abbreviate(headDigest)}";
        return precision == BackbonePrecisions.Full ? path : $"{path}-{precision}";
    }

    /// <summary>
    /// Reads the folder of an index that was built from this catalog by this head and this export of the backbone.
    /// </summary>
    /// <exception cref="ArtifactException">The index was built from other artifacts, or is damaged.</exception>
    public static CandidateIndex Load(ArtifactFolder folder, Catalog catalog, DialogHead head, Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(backbone);
        var properties = folder.Properties<IndexProperties>();
        foreach (
            var (what, actual, expected) in new[]
            {
                ("catalog", properties.CatalogDigest, catalog.Digest),
                ("head", properties.HeadDigest, head.Digest),
                ("backbone", properties.BackboneDigest, backbone.Digest),
            }
        )
            if (actual != expected)
                throw new ArtifactException(
                    ArtifactFailure.Mismatch,
                    $"Index '{folder.LocalPath}' was built from {what} '{actual}', but {what} '{expected}' is "
                        + "loaded. Rebuild the index with 'dialclip index'."
                );
        if (properties.Dimension != backbone.Dimension)
            throw new ArtifactException(
                ArtifactFailure.Mismatch,
                $"Index '{folder.LocalPath}' holds {properties.Dimension}-d vectors, but backbone "
                    + $"'{backbone.Properties.Id}' produces {backbone.Dimension}-d. Rebuild the index with "
                    + "'dialclip index'."
            );
        try
        {
            return new(
                catalog,
                VectorsFile.Read(folder, catalog.Items.Count, properties.Dimension),
                properties.Dimension
            );
        }
        catch (ArgumentException error)
        {
            throw new ArtifactException(
                $"Index '{folder.LocalPath}' is damaged: {error.Message} Rebuild the index with 'dialclip index'.",
                error
            );
        }
    }

    /// <summary>Gets the best items of a modality, best first.</summary>
    /// <param name="queries">The projections of the input.</param>
    /// <param name="row">The row of the input.</param>
    /// <param name="input">The modality of the input.</param>
    /// <param name="response">The modality of the items.</param>
    /// <param name="top">The most items to return, 0 or more.</param>
    /// <param name="admits">
    /// Determines whether an item may be returned, before the best are taken; null admits all.
    /// </param>
    public IReadOnlyList<ScoredCandidate> Search(
        ExpertOutput queries,
        int row,
        Modality input,
        Modality response,
        int top,
        Func<CatalogItem, bool>? admits = null
    )
    {
        ArgumentNullException.ThrowIfNull(queries);
        var part = response == Modality.Picture ? pictures : texts;
        var index = input == Modality.Picture ? part.ForPictures : part.ForTexts;
        Func<int, bool>? admitsNumber = admits is null ? null : number => admits(part.Items[number]);
        using var work = MeasuredWork.Search(catalogDigest, part.Items.Count, input, response);
        return work.Complete<IReadOnlyList<ScoredCandidate>>([
            .. index
                .Search(queries.GetQuery(row, Experts.GetNumber(input, response)), top, admitsNumber)
                .Select(hit => new ScoredCandidate(part.Items[hit.Item], hit.Score)),
        ]);
    }

    private sealed record Part(IReadOnlyList<CatalogItem> Items, EmbeddingIndex ForTexts, EmbeddingIndex ForPictures)
    {
        public static Part Create(Modality modality, Catalog catalog, float[] vectors, int dimension)
        {
            var numbers = Enumerable
                .Range(0, catalog.Items.Count)
                .Where(item => catalog.Items[item].Modality == modality)
                .ToList();
            return new([.. numbers.Select(item => catalog.Items[item])], Rows(0), Rows(1));

            EmbeddingIndex Rows(int queryModality)
            {
                var rows = new float[numbers.Count * dimension];
                for (var i = 0; i < numbers.Count; i++)
                    vectors
                        .AsSpan((numbers[i] * 2 + queryModality) * dimension, dimension)
                        .CopyTo(rows.AsSpan(i * dimension));
                return new(rows, dimension);
            }
        }
    }
}
