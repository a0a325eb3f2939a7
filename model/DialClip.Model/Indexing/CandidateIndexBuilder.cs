using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Indexing;

/// <summary>
/// Encodes a catalog's items as candidates: the towers with the head's domain prompts only, then its experts.
/// </summary>
public static class CandidateIndexBuilder
{
    private const int BatchSize = 32;

    /// <summary>Encodes every item of a catalog.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="backbone">The towers.</param>
    /// <param name="head">The head, opened for them.</param>
    /// <param name="progress">Receives the number of encoded items after every batch; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>
    /// (N, 2, D): of each item its vector for text queries, then that for picture queries; unit length.
    /// </returns>
    /// <exception cref="ArtifactException">A picture is missing or damaged.</exception>
    public static async Task<float[]> BuildAsync(
        Catalog catalog,
        Backbone backbone,
        DialogHead head,
        IProgress<long>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(head);
        var vectors = new float[catalog.Items.Count * 2 * backbone.Dimension];
        var done = 0;
        foreach (var batch in Batches(catalog, Modality.Text).Concat(Batches(catalog, Modality.Picture)))
        {
            var modality = catalog.Items[batch[0]].Modality;
            var features = await EncodeAsync(catalog, batch, modality, backbone, head, cancellationToken)
                .ConfigureAwait(false);
            var projected = head.Project(features, batch.Length, cancellationToken);
            for (var row = 0; row < batch.Length; row++)
                foreach (var input in new[] { Modality.Text, Modality.Picture })
                    projected
                        .GetCandidate(row, Experts.GetNumber(input, modality))
                        .CopyTo(vectors.AsSpan((batch[row] * 2 + (int)input) * backbone.Dimension));
            done += batch.Length;
            progress?.Report(done);
        }

        return vectors;
    }

    /// <summary>
    /// Encodes every item of a catalog and writes the index to a new folder, which belongs at
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
        CancellationToken cancellationToken
    )
    {
        var vectors = await BuildAsync(catalog, backbone, head, progress, cancellationToken).ConfigureAwait(false);
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

    private static IEnumerable<int[]> Batches(Catalog catalog, Modality modality) =>
        Enumerable
            .Range(0, catalog.Items.Count)
            .Where(item => catalog.Items[item].Modality == modality)
            .Chunk(BatchSize);

    private static async Task<float[]> EncodeAsync(
        Catalog catalog,
        int[] batch,
        Modality modality,
        Backbone backbone,
        DialogHead head,
        CancellationToken cancellationToken
    )
    {
        var prompts = head.DomainPrompts.For(modality).Repeat(batch.Length);
        if (modality == Modality.Text)
            return backbone.EncodeText(
                [.. batch.Select(item => backbone.Tokenizer.Encode(catalog.Items[item].Text!))],
                prompts,
                cancellationToken
            );
        var pictures = new List<RgbImage>(batch.Length);
        foreach (var item in batch)
            pictures.Add(await catalog.ReadPictureAsync(catalog.Items[item], cancellationToken).ConfigureAwait(false));
        return backbone.EncodePictures(pictures, prompts, cancellationToken);
    }
}
