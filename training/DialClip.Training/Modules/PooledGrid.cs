using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// What the trained part of a tower <c>resnet-vit</c> sees of a picture: tokens, then the average and the maximum over
/// the whole grid.
/// </summary>
/// <remarks>
/// The tokens are the grid, pooled by adaptive average pooling, row by row: of seven rows and four tokens a column, [0,
/// 2), [1, 4), [3, 6) and [5, 7).
/// </remarks>
/// <param name="vision">The tower.</param>
internal sealed class PooledGrid(VisionTowerConfig vision)
{
    /// <summary>Gets C, the number of values of a token.</summary>
    public int Channels { get; } = vision.StemChannels;

    /// <summary>Gets the number of tokens.</summary>
    public int Tokens { get; } = vision.PooledGrid * vision.PooledGrid;

    /// <summary>Gets the number of values of a picture, (tokens + 2) x C.</summary>
    public int Length { get; } = (vision.PooledGrid * vision.PooledGrid + 2) * vision.StemChannels;

    /// <summary>Pools grids.</summary>
    /// <param name="grid">(B, C, rows, columns).</param>
    /// <returns>(B, (tokens + 2) x C).</returns>
    public Tensor Pool(Tensor grid)
    {
        using var scope = NewDisposeScope();
        var side = vision.PooledGrid;
        var tokens = functional.adaptive_avg_pool2d(grid, [side, side]).flatten(2).transpose(1, 2); // (B, tokens, C)
        var positions = grid.flatten(2); // (B, C, rows x columns)
        return cat([tokens.flatten(1), positions.mean([2]), positions.amax([2])], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Takes pooled grids apart.</summary>
    /// <param name="pooled">(B, (tokens + 2) x C).</param>
    /// <returns>(B, tokens, C), and (B, 2 x C): the average, then the maximum.</returns>
    public (Tensor Tokens, Tensor Whole) Split(Tensor pooled) =>
        (
            pooled.narrow(1, 0, Tokens * Channels).view(-1, Tokens, Channels),
            pooled.narrow(1, Tokens * Channels, 2 * Channels)
        );
}
