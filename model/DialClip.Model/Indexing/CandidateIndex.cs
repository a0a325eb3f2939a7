using System.Buffers;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing.Lexical;
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
    /// <param name="fusion">The shares of the lexical scores; null for none.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, or a vector has no direction.</exception>
    public CandidateIndex(Catalog catalog, float[] vectors, int dimension, FusionProperties? fusion = null)
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
        pictures = Part.Create(Modality.Picture, catalog, vectors, dimension, fusion?.LexicalTextToPicture ?? 0);
        texts = Part.Create(Modality.Text, catalog, vectors, dimension, fusion?.LexicalTextToText ?? 0);
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
                properties.Dimension,
                head.Properties.Fusion
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
    /// <param name="text">The input's words, for the lexical score; null or a text that shares none scores 0.</param>
    public IReadOnlyList<ScoredCandidate> Search(
        ExpertOutput queries,
        int row,
        Modality input,
        Modality response,
        int top,
        Func<CatalogItem, bool>? admits = null,
        string? text = null
    )
    {
        ArgumentNullException.ThrowIfNull(queries);
        var part = response == Modality.Picture ? pictures : texts;
        Func<int, bool>? admitsNumber = admits is null ? null : number => admits(part.Items[number]);
        var query = queries.GetQuery(row, Experts.GetNumber(input, response));
        using var work = MeasuredWork.Search(catalogDigest, part.Items.Count, input, response);
        return work.Complete<IReadOnlyList<ScoredCandidate>>([
            .. (
                input == Modality.Picture
                    ? part.ForPictures.Search(query, top, admitsNumber)
                    : SearchForText(part, query, top, admitsNumber, text)
            ).Select(hit => new ScoredCandidate(part.Items[hit.Item], hit.Score)),
        ]);
    }

    private static IReadOnlyList<Hit> SearchForText(
        Part part,
        ReadOnlySpan<float> query,
        int top,
        Func<int, bool>? admits,
        string? text
    )
    {
        if (part.Words is not { } words)
            return part.ForTexts.Search(query, top, admits);
        // Rented, because a score for each of ten thousand items is more than a turn may allocate.
        var rented = ArrayPool<float>.Shared.Rent(words.Count);
        try
        {
            var scores = rented.AsSpan(0, words.Count);
            var matches = text is not null && words.TryScoreShares(LexicalTerms.GetTerms(text), scores);
            return part.ForTexts.Search(query, top, admits, matches ? scores : default, part.LexicalShare);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private sealed record Part(
        IReadOnlyList<CatalogItem> Items,
        EmbeddingIndex ForTexts,
        EmbeddingIndex ForPictures,
        Bm25Index? Words,
        float LexicalShare
    )
    {
        public static Part Create(
            Modality modality,
            Catalog catalog,
            float[] vectors,
            int dimension,
            double lexicalShare
        )
        {
            var numbers = Enumerable
                .Range(0, catalog.Items.Count)
                .Where(item => catalog.Items[item].Modality == modality)
                .ToList();
            List<CatalogItem> items = [.. numbers.Select(item => catalog.Items[item])];
            return new(
                items,
                Rows(0),
                Rows(1),
                lexicalShare > 0
                    ? new([.. items.Select(item => LexicalTerms.GetTerms(CaptionTexts.GetWords(item)))])
                    : null,
                (float)lexicalShare
            );

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
