using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>
/// Encodes a catalog's items as candidates: the towers with the head's domain prompts only, then its experts.
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
        var done = 0;
        var batches = new ItemBatches(catalog, backbone, missing);
        await foreach (var batch in batches.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var projected = head.Project(batch.Encode(head, cancellationToken), batch.Items.Count, cancellationToken);
            for (var row = 0; row < batch.Items.Count; row++)
                foreach (var input in new[] { Modality.Text, Modality.Picture })
                    projected
                        .GetCandidate(row, Experts.GetNumber(input, batch.Modality))
                        .CopyTo(vectors.AsSpan(batch.Items[row] * length + (int)input * backbone.Dimension));
            done += batch.Items.Count;
            progress?.Report(done);
        }

        return vectors;
    }

    /// <summary>
    /// Encodes every item of a catalog that was not encoded before, and writes the index to a new folder, which belongs at
    /// <see cref="CandidateIndex.GetPath"/> in the store.
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
