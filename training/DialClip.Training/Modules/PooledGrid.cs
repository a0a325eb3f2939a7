using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>What the trained part of the tower <c>resnet-vit</c> sees of a picture.</summary>
/// <remarks>
/// A row of 18 x 512 values: 16 tokens (the grid, pooled to 4 x 4 by adaptive average pooling: rows and columns [0, 2),
/// [1, 4), [3, 6) and [5, 7) of the seven), the average and the maximum over the whole grid.
/// </remarks>
internal static class PooledGrid
{
    /// <summary>The rows, and the columns, of tokens.</summary>
    public const int Side = 4;

    /// <summary>The number of tokens.</summary>
    public const int Tokens = Side * Side;

    /// <summary>The number of values of a picture.</summary>
    public const int Length = (Tokens + 2) * ResNetStem.Channels;

    /// <summary>Pools grids.</summary>
    /// <param name="grid">(B, 512, 7, 7).</param>
    /// <returns>(B, 18 x 512).</returns>
    public static Tensor Pool(Tensor grid)
    {
        using var scope = NewDisposeScope();
        var tokens = functional.adaptive_avg_pool2d(grid, [Side, Side]).flatten(2).transpose(1, 2); // (B, 16, 512)
        var positions = grid.flatten(2); // (B, 512, 49)
        return cat([tokens.flatten(1), positions.mean([2]), positions.amax([2])], 1).MoveToOuterDisposeScope();
    }
}
