using DialClip.Shared.IO;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads.Examples;

/// <summary>The pooled grids of pictures that a head's training reads again and again. Not thread-safe.</summary>
/// <param name="tower">The tower, whose frozen stem runs once a picture.</param>
/// <param name="toPixels">Builds the stem's input, (N, 3, S, S), of preprocessed pictures.</param>
/// <param name="file">Keeps grids over runs; null for none.</param>
internal sealed class PictureGrids(ResNetVitTower tower, Func<IReadOnlyList<byte[]>, Tensor> toPixels, GridFile? file)
{
    private const int BatchSize = 16;

    // By reference: the catalog's pictures stay the same arrays, and hashing 150 KB in every step would cost as much as
    // the trunk.
    private readonly Dictionary<byte[], Tensor> grids = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the pooled grids of pictures.</summary>
    /// <param name="crops">N preprocessed pictures, uint8 (S, S, 3).</param>
    /// <returns>(N, values), 32 bits.</returns>
    public Tensor Get(IReadOnlyList<byte[]> crops)
    {
        using var scope = NewDisposeScope();
        foreach (var missing in crops.Where(crop => !grids.ContainsKey(crop)).Distinct().ToList().Chunk(BatchSize))
            Add(missing);
        return stack([.. crops.Select(crop => grids[crop])]).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private void Add(byte[][] crops)
    {
        using var noGradient = no_grad();
        var keys = Array.ConvertAll(crops, crop => Digest.Compute(crop).ToString());
        var computed = Enumerable.Range(0, crops.Length).Where(row => file?.Contains(keys[row]) != true).ToArray();
        if (computed.Length > 0)
        {
            using var scope = NewDisposeScope();
            var pixels = toPixels([.. computed.Select(row => crops[row])]);
            var pooled = tower.Pool(pixels).to(ScalarType.Float16).cpu().contiguous(); // (computed, values)
            foreach (var (place, row) in computed.Index())
            {
                var grid = pooled[place].clone();
                grids[crops[row]] = grid.DetachFromDisposeScope();
                file?.Add(keys[row], grid.bytes);
            }
        }
        for (var row = 0; row < crops.Length; row++)
        {
            if (grids.ContainsKey(crops[row]))
                continue;
            var grid = zeros(tower.Layout.Length, dtype: ScalarType.Float16);
            file!.Read(keys[row], grid.bytes);
            grids[crops[row]] = grid.DetachFromDisposeScope();
        }
    }
}
