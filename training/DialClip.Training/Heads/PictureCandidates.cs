using DialClip.Training.Heads.Examples;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>
/// The features of a catalog's pictures as candidates: pixels under the head's domain prompts, and what captions add.
/// </summary>
/// <remarks>
/// Where the tower has a frozen stem, all pictures are candidates of every step: their pixels' features are computed
/// anew every <see cref="RefreshInterval"/> passes, and in between only those that the batch accepts.
/// </remarks>
internal sealed class PictureCandidates : IDisposable
{
    /// <summary>The number of passes after which features without gradient are computed anew.</summary>
    public const int RefreshInterval = 50;

    private const int ChunkSize = 256;

    private readonly TuningCatalog catalog;
    private readonly PromptedEncoder encoder;
    private readonly bool isKept;
    private readonly Tensor? captions; // (N, D): share x caption
    private readonly Tensor? pixelShares; // (N, 1): the pixels' share of each picture
    private Tensor? kept; // (N, D), unit length
    private int keptPass;

    /// <param name="clip">The frozen CLIP.</param>
    /// <param name="catalog">The candidates.</param>
    /// <param name="encoder">Encodes under the head's prompts.</param>
    /// <param name="captionShare">The share of the caption in a picture's feature; 0 for pixels alone.</param>
    public PictureCandidates(FrozenClip clip, TuningCatalog catalog, PromptedEncoder encoder, double captionShare)
    {
        (this.catalog, this.encoder, isKept) = (catalog, encoder, clip.HasFrozenStem);
        if (captionShare == 0 || catalog.Pictures.Count == 0)
            return;
        using var scope = NewDisposeScope();
        var dimension = clip.Weights.Config.Dimension;
        var features = tensor(
            catalog.Captions.SelectMany(caption => caption ?? new float[dimension]).ToArray(),
            [catalog.Pictures.Count, dimension],
            device: clip.Device
        );
        var shares = tensor(
            catalog.Captions.Select(caption => caption is null ? 0 : (float)captionShare).ToArray(),
            [catalog.Pictures.Count, 1],
            device: clip.Device
        );
        captions = (features * shares).DetachFromDisposeScope();
        pixelShares = (1 - shares).DetachFromDisposeScope();
    }

    /// <summary>Gets whether all pictures are candidates of every step.</summary>
    public bool AreAllCandidates => isKept;

    /// <summary>Encodes the pixels of pictures.</summary>
    /// <param name="numbers">C indices, ascending; all of the catalog where <see cref="AreAllCandidates"/>.</param>
    /// <param name="accepted">The indices that the batch accepts, whose features get a gradient.</param>
    /// <param name="pass">The number of the forward pass.</param>
    /// <returns>(C, D), unit length.</returns>
    public Tensor EncodePixels(int[] numbers, IReadOnlyCollection<int> accepted, int pass)
    {
        if (!isKept)
            return encoder.EncodePictures(GetCrops(numbers));
        if (kept is null || pass - keptPass >= RefreshInterval)
        {
            kept?.Dispose();
            (kept, keptPass) = (EncodeAll().DetachFromDisposeScope(), pass);
        }
        if (accepted.Count == 0)
            return kept.alias();
        int[] fresh = [.. accepted.Order()];
        using var scope = NewDisposeScope();
        var indices = tensor(Array.ConvertAll(fresh, number => (long)number), device: kept.device);
        return kept.index_copy(0, indices, encoder.EncodePictures(GetCrops(fresh))).MoveToOuterDisposeScope();
    }

    /// <summary>Adds captions to the features of pixels.</summary>
    /// <param name="pixels">(C, D), unit length.</param>
    /// <param name="numbers">C indices.</param>
    /// <returns>(C, D), not of unit length.</returns>
    public Tensor Fuse(Tensor pixels, int[] numbers)
    {
        if (captions is null || pixelShares is null)
            return pixels;
        using var scope = NewDisposeScope();
        var indices = tensor(Array.ConvertAll(numbers, number => (long)number), device: captions.device);
        return (
            captions.index_select(0, indices) + pixels * pixelShares.index_select(0, indices)
        ).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes pixels and captions of pictures, without gradient.</summary>
    public Tensor EncodeFused(int[] numbers)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Fuse(encoder.EncodePictures(GetCrops(numbers)), numbers).alias().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        captions?.Dispose();
        pixelShares?.Dispose();
        kept?.Dispose();
    }

    private Tensor EncodeAll()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var parts = Enumerable
            .Range(0, catalog.Pictures.Count)
            .Chunk(ChunkSize)
            .Select(chunk => encoder.EncodePictures(GetCrops(chunk)))
            .ToArray();
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    private byte[][] GetCrops(IEnumerable<int> numbers) => [.. numbers.Select(number => catalog.Crops[number])];
}
