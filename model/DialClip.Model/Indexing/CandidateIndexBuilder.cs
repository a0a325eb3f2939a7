using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>
/// Encodes a catalog's items as candidates: the towers with the head's domain prompts only, captions fused with pixels
/// by the head's shares, then its experts.
/// </summary>
public static class CandidateIndexBuilder
{
    /// <summary>Encodes every item of a catalog that was not encoded before.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="backbone">The towers.</param>
    /// <param name="head">The head, opened for them.</param>
    /// <param name="progress">Receives the number of encoded items after every batch; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="earlier">The vectors of an index that was built before; null for none.</param>
    /// <returns>
    /// (N, 2, D): of each item its vector for text queries, then that for picture queries; unit length.
    /// </returns>
    /// <exception cref="ArtifactException">A picture is missing or damaged.</exception>
    public static async Task<float[]> BuildAsync(
        Catalog catalog,
        Backbone backbone,
        DialogHead head,
        IProgress<long>? progress,
        CancellationToken cancellationToken,
        EarlierVectors? earlier = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(head);
        var length = 2 * backbone.Dimension;
        var vectors = new float[catalog.Items.Count * length];
        var missing = Enumerable
            .Range(0, catalog.Items.Count)
            .Where(item =>
                earlier?.TryCopy(catalog, catalog.Items[item], vectors.AsSpan(item * length, length)) != true
            )
            .ToList();
        var features = await CandidateFeatures
            .EncodeAsync(
                catalog,
                [.. missing.Select(item => catalog.Items[item])],
                backbone,
                head,
                withCaptions: head.Properties.Fusion is not null,
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
        var encoded = features.Project(head, head.Properties.Fusion, cancellationToken);
        for (var row = 0; row < missing.Count; row++)
            encoded.AsSpan(row * length, length).CopyTo(vectors.AsSpan(missing[row] * length, length));
        return vectors;
    }

    /// <summary>
    /// Encodes every item of a catalog that was not encoded before, and writes the index to a new folder, which belongs
    /// at <see cref="CandidateIndex.GetPath"/> in the store.
    /// </summary>
    /// <exception cref="ArtifactException">
    /// A picture is missing or damaged, or the folder holds something else already.
    /// </exception>
    public static async Task<ArtifactFolder> WriteAsync(
        string folder,
        Catalog catalog,
        Backbone backbone,
        DialogHead head,
        IProgress<long>? progress,
        CancellationToken cancellationToken,
        EarlierVectors? earlier = null
    )
    {
        var vectors = await BuildAsync(catalog, backbone, head, progress, cancellationToken, earlier)
            .ConfigureAwait(false);
        return await WriteAsync(folder, catalog, vectors, backbone, head, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the index of features that were encoded to a new folder, which belongs at
    /// <see cref="CandidateIndex.GetPath"/> in the store.
    /// </summary>
    /// <exception cref="ArtifactException">The folder holds something else already.</exception>
    public static Task<ArtifactFolder> WriteAsync(
        string folder,
        Catalog catalog,
        CandidateFeatures features,
        Backbone backbone,
        DialogHead head,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(features);
        var vectors = features.Project(head, head.Properties.Fusion, cancellationToken);
        return WriteAsync(folder, catalog, vectors, backbone, head, cancellationToken);
    }

    private static async Task<ArtifactFolder> WriteAsync(
        string folder,
        Catalog catalog,
        float[] vectors,
        Backbone backbone,
        DialogHead head,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(
                Path.Combine(folder, VectorsFile.Name),
                VectorsFile.ToBytes(vectors),
                cancellationToken
            )
            .ConfigureAwait(false);
        var properties = new IndexProperties
        {
            CatalogDigest = catalog.Digest,
            HeadDigest = head.Digest,
            BackboneDigest = backbone.Digest,
            Dimension = backbone.Dimension,
            Count = catalog.Items.Count,
        };
        return await ArtifactFolderWriter
            .WriteAsync(
                folder,
                $"{catalog.Folder.Manifest.Name}-{head.Name}",
                head.Version,
                properties,
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
