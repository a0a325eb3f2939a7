using System.Numerics.Tensors;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Shared.Numerics;

namespace DialClip.Model.Indexing;

/// <summary>
/// The features of a catalog's items before they are fused and projected: that of a text, of a picture's pixels, and of
/// a picture's caption.
/// </summary>
public sealed class CandidateFeatures
{
    private const int BatchSize = 32;

    private readonly IReadOnlyList<CatalogItem> items;
    private readonly int dimension;
    private readonly float[] contents; // (N, D): texts and pixels, as the towers make them; zeros without pixels
    private readonly float[]? captions; // (N, D), unit length, zeros without caption; null when not asked for

    private CandidateFeatures(
        IReadOnlyList<CatalogItem> items,
        int dimension,
        float[] contents,
        CaptionFeatures? captions
    )
    {
        (this.items, this.dimension, this.contents) = (items, dimension, contents);
        this.captions = captions?.Values;
        CutCaptions = captions?.Cut ?? 0;
    }

    /// <summary>Gets the number of captions of which the text tower could read the beginning only.</summary>
    public int CutCaptions { get; }

    /// <summary>Encodes all items of a catalog, captions where the head gives them a share.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="backbone">The towers.</param>
    /// <param name="head">The head, opened for them.</param>
    /// <param name="progress">Receives the number of encoded items after every batch; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArtifactException">A picture is missing or damaged.</exception>
    public static Task<CandidateFeatures> EncodeAsync(
        Catalog catalog,
        Backbone backbone,
        DialogHead head,
        IProgress<long>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(head);
        var withCaptions = head.Properties.Fusion is not null;
        return EncodeAsync(catalog, catalog.Items, backbone, head, withCaptions, progress, cancellationToken);
    }

    /// <summary>
    /// Encodes items: texts and pixels under the head's domain prompts, captions by the frozen text tower.
    /// </summary>
    /// <param name="catalog">The catalog that holds the pictures' files.</param>
    /// <param name="items">N items of it.</param>
    /// <param name="backbone">The towers.</param>
    /// <param name="head">The head, opened for them.</param>
    /// <param name="withCaptions">
    /// Whether to encode captions; then a picture that has only vector drawings needs no pixels, if it has a caption.
    /// </param>
    /// <param name="progress">Receives the number of encoded items after every batch; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArtifactException">A picture is missing or damaged.</exception>
    public static async Task<CandidateFeatures> EncodeAsync(
        Catalog catalog,
        IReadOnlyList<CatalogItem> items,
        Backbone backbone,
        DialogHead head,
        bool withCaptions,
        IProgress<long>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(head);
        var dimension = backbone.Dimension;
        var captions = withCaptions ? CaptionFeatures.Encode(items, backbone, cancellationToken) : null;
        var contents = new float[items.Count * dimension];
        var encodable = Enumerable
            .Range(0, items.Count)
            .Where(item => captions?.Has(item) != true || Catalog.HasPixels(items[item]))
            .ToList();
        var done = items.Count - encodable.Count;
        var batches = new ItemBatches(catalog, items, backbone);
        await foreach (var batch in batches.ReadAsync(encodable, cancellationToken).ConfigureAwait(false))
        {
            var features = batch.Encode(head, cancellationToken);
            for (var row = 0; row < batch.Items.Count; row++)
                features
                    .AsSpan(row * dimension, dimension)
                    .CopyTo(contents.AsSpan(batch.Items[row] * dimension, dimension));
            done += batch.Items.Count;
            progress?.Report(done);
        }

        return new(items, dimension, contents, captions);
    }

    /// <summary>Fuses the features of pixels and captions, and projects them by the head's experts.</summary>
    /// <param name="head">The head that they were encoded with.</param>
    /// <param name="fusion">
    /// The shares of the captions; null for pixels alone. A picture that has one of the two only is known by that.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>
    /// (N, 2, D): of each item its vector for text queries, then that for picture queries; unit length.
    /// </returns>
    /// <exception cref="InvalidOperationException">Captions have a share, but were not encoded.</exception>
    public float[] Project(DialogHead head, FusionProperties? fusion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        var vectors = new float[items.Count * 2 * dimension];
        var shares = new[] { fusion?.CaptionTextToPicture ?? 0, fusion?.CaptionPictureToPicture ?? 0 };
        if (captions is null && shares.Any(share => share > 0))
            throw new InvalidOperationException("Captions have a share, but were not encoded.");
        foreach (var batch in Batches())
        {
            var modality = items[batch[0]].Modality;
            ExpertOutput? projected = null;
            foreach (var input in new[] { Modality.Text, Modality.Picture })
            {
                // Equal shares make equal features, which are projected once.
                if (input == Modality.Text || shares[0] != shares[1])
                    projected = head.Project(Fuse(batch, (float)shares[(int)input]), batch.Length, cancellationToken);
                for (var row = 0; row < batch.Length; row++)
                    projected!
                        .GetCandidate(row, Experts.GetNumber(input, modality))
                        .CopyTo(vectors.AsSpan((batch[row] * 2 + (int)input) * dimension));
            }
        }

        return vectors;
    }

    private IEnumerable<int[]> Batches() =>
        new[] { Modality.Text, Modality.Picture }.SelectMany(modality =>
            Enumerable.Range(0, items.Count).Where(item => items[item].Modality == modality).Chunk(BatchSize)
        );

    // (B, D): share x caption + (1 - share) x pixels, both of unit length, or what there is of them. The experts bring
    // the result to unit length.
    private float[] Fuse(int[] batch, float share)
    {
        var fused = new float[batch.Length * dimension];
        for (var row = 0; row < batch.Length; row++)
        {
            var target = fused.AsSpan(row * dimension, dimension);
            var caption = captions is null ? [] : captions.AsSpan(batch[row] * dimension, dimension);
            contents.AsSpan(batch[row] * dimension, dimension).CopyTo(target);
            var (hasPixels, hasCaption) = (target.ContainsAnyExcept(0f), caption.ContainsAnyExcept(0f));
            if (hasCaption && !hasPixels)
                caption.CopyTo(target);
            if (!hasCaption || !hasPixels || share == 0)
                continue;
            if (!VectorMath.TryNormalize(target))
                throw new InvalidDataException($"A picture's feature has no direction: {VectorMath.Describe(target)}.");
            TensorPrimitives.Multiply(target, 1 - share, target);
            TensorPrimitives.MultiplyAdd(caption, share, target, target);
        }

        return fused;
    }
}
