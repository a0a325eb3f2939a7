namespace DialClip.Backbones.Weights;

/// <summary>The convolutions of ML.NET's ResNet-18 up to its last grid, by the names of that model's weights.</summary>
/// <remarks>
/// Four stages of blocks with two convolutions each, in the order 2, 2, 2, 3; a convolution of stride 2 pads the left
/// and the top more than the right and the bottom, as CNTK, which trained it, does.
/// </remarks>
public static class ResNetStem
{
    /// <summary>Gets the first convolution: 7 x 7, stride 2, then a maximum over 3 x 3 with stride 2.</summary>
    public static StemConvolution First { get; } = new(91, 96, 3, 1, 7, 2);

    /// <summary>Gets the blocks in order.</summary>
    public static IReadOnlyList<StemBlock> Blocks { get; } =
    [
        new(new(86, 113, 1, 1, 3, 1), new(82, 127, 1, 1, 3, 1), null),
        new(new(77, 144, 1, 1, 3, 1), new(73, 158, 1, 1, 3, 1), null),
        new(new(68, 175, 1, 2, 3, 2), new(64, 189, 2, 2, 3, 1), new(199, 203, 1, 2, 1, 2)),
        new(new(59, 220, 2, 2, 3, 1), new(55, 234, 2, 2, 3, 1), null),
        new(new(50, 251, 2, 4, 3, 2), new(46, 265, 4, 4, 3, 1), new(275, 279, 2, 4, 1, 2)),
        new(new(41, 296, 4, 4, 3, 1), new(37, 310, 4, 4, 3, 1), null),
        new(new(32, 327, 4, 8, 3, 2), new(28, 341, 8, 8, 3, 1), new(351, 355, 4, 8, 1, 2)),
        new(new(23, 372, 8, 8, 3, 1), new(19, 386, 8, 8, 3, 1), null),
        new(new(14, 403, 8, 8, 3, 1), new(10, 417, 8, 8, 3, 1), null),
    ];

    /// <summary>Gets all convolutions.</summary>
    public static IEnumerable<StemConvolution> Convolutions =>
        Blocks
            .SelectMany(block => new[] { block.First, block.Second, block.Shortcut })
            .OfType<StemConvolution>()
            .Prepend(First);

    /// <summary>Gets the shapes of all weights by their names in that model.</summary>
    /// <param name="width">The channels of the first stage; 64 in that model.</param>
    public static IEnumerable<(string Name, long[] Shape)> GetShapes(int width)
    {
        foreach (var convolution in Convolutions)
        {
            long channels = convolution.To * width;
            long from = convolution == First ? convolution.From : convolution.From * width;
            yield return (convolution.Weight, [channels, from, convolution.Kernel, convolution.Kernel]);
            foreach (var name in convolution.NormWeights)
                yield return (name, [channels]);
        }
    }
}
