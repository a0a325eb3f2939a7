using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Weights;

/// <summary>The names and shapes of a <see cref="VisionTowerType.ResNetVit"/>'s weights.</summary>
/// <remarks>The stem is frozen; trunk and by-pass are trained here.</remarks>
public static class ResNetVitNames
{
    /// <summary>The prefix of the frozen convolutions.</summary>
    public const string Stem = "visual.stem.";

    /// <summary>The prefix of the transformer over the grid, which is trained.</summary>
    public const string Trunk = "visual.trunk.";

    /// <summary>The prefix of what runs beside it, which is trained.</summary>
    public const string Bypass = "visual.bypass.";

    /// <summary>The mean picture in levels of 0 to 255, (3, S, S), blue first.</summary>
    public const string StemMean = Stem + "mean";

    /// <summary>The linear layer from a cell's channels to the transformer's width.</summary>
    public const string TrunkInput = Trunk + "input";

    /// <summary>The class token before the cells, (W).</summary>
    public const string ClassToken = Trunk + "class_embedding";

    /// <summary>The embeddings of class token and cells, (cells + 1, W).</summary>
    public const string Positions = Trunk + "positional_embedding";

    /// <summary>The layer normalization of the class token behind the last block.</summary>
    public const string TrunkNorm = Trunk + "ln_post";

    /// <summary>The matrix from the class token to the joint space, (D, W).</summary>
    public const string TrunkProjection = Trunk + "proj.weight";

    /// <summary>The layer normalization of the grid's averages and maxima, twice the channels.</summary>
    public const string BypassNorm = Bypass + "ln";

    /// <summary>The first layer of the by-pass.</summary>
    public const string BypassHidden = Bypass + "hidden";

    /// <summary>The second layer of the by-pass, into the joint space.</summary>
    public const string BypassOutput = Bypass + "output";

    /// <summary>The matrix from the averages alone to the joint space, (D, channels).</summary>
    public const string BypassLinear = Bypass + "linear.weight";

    /// <summary>Determines whether a weight is trained here.</summary>
    public static bool IsTrained(string name) =>
        name.StartsWith(Trunk, StringComparison.Ordinal) || name.StartsWith(Bypass, StringComparison.Ordinal);

    /// <summary>Determines whether a weight is the matrix of a linear layer outside of the blocks, (out, in).</summary>
    internal static bool IsLinear(string name) =>
        name
            is TrunkInput + ".weight"
                or TrunkProjection
                or BypassHidden + ".weight"
                or BypassOutput + ".weight"
                or BypassLinear;

    internal static void AddShapes(Dictionary<string, long[]> shapes, ClipConfig config)
    {
        var vision = config.Vision;
        var (width, channels, dimension) = (vision.Width, vision.StemChannels, config.Dimension);
        foreach (var (name, shape) in ResNetStem.GetShapes(vision.StemWidth))
            shapes[Stem + name] = shape;
        shapes[StemMean] = [3, vision.ImageSize, vision.ImageSize];
        shapes.AddLinear(TrunkInput, channels, width);
        shapes[ClassToken] = [width];
        shapes[Positions] = [vision.Patches + 1, width];
        ClipShapes.AddBlocks(shapes, Trunk, vision.Blocks);
        shapes.AddNorm(TrunkNorm, width);
        shapes[TrunkProjection] = [dimension, width];
        shapes.AddNorm(BypassNorm, 2 * channels);
        shapes.AddLinear(BypassHidden, 2 * channels, vision.BypassWidth);
        shapes.AddLinear(BypassOutput, vision.BypassWidth, dimension);
        shapes[BypassLinear] = [dimension, channels];
    }
}
