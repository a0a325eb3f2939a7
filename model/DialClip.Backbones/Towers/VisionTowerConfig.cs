using System.Text.Json.Serialization;

namespace DialClip.Backbones.Towers;

/// <summary>The dimensions of the vision tower.</summary>
/// <param name="Width">W_v, the width of a patch.</param>
/// <param name="Layers">L_v, the number of transformer blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="ImageSize">S, the side of a picture in pixels.</param>
/// <param name="PatchSize">The side of a patch in pixels.</param>
public sealed record VisionTowerConfig(int Width, int Layers, int Heads, int ImageSize, int PatchSize)
{
    /// <summary>The pixels of a picture's side for each cell of a ResNet's grid.</summary>
    public const int StemStride = 32;

    /// <summary>Gets the architecture.</summary>
    public VisionTowerType Type { get; init; }

    /// <summary>Gets the channels of the first stage of a ResNet's four; each later stage has twice as many.</summary>
    public int StemWidth { get; init; }

    /// <summary>Gets the side of the grid to which a ResNet's grid is pooled before the transformer.</summary>
    public int PooledGrid { get; init; }

    /// <summary>Gets the width of the hidden layer beside the transformer.</summary>
    public int BypassWidth { get; init; }

    /// <summary>Gets the activation of the feed-forward networks.</summary>
    public Activation Activation { get; init; }

    /// <summary>Gets the epsilon of layer normalization.</summary>
    public double LayerNormEpsilon { get; init; } = BlockConfig.DefaultEpsilon;

    /// <summary>Gets the width between the two layers of a feed-forward network.</summary>
    public int HiddenWidth { get; init; } = 4 * Width;

    /// <summary>Gets the positions that make up the feature.</summary>
    public PicturePooling Pooling { get; init; }

    /// <summary>Gets the transformer blocks.</summary>
    [JsonIgnore]
    public BlockConfig Blocks => new(Width, Layers, Heads, HiddenWidth, Activation, LayerNormEpsilon);

    /// <summary>Gets the side of the grid that the convolutions make of a picture.</summary>
    public int Grid => ImageSize / PatchSize;

    /// <summary>Gets the channels of a ResNet's grid.</summary>
    public int StemChannels => 8 * StemWidth;

    /// <summary>Gets the number of positions of one picture, without the class token.</summary>
    public int Patches => Type == VisionTowerType.ResNetVit ? PooledGrid * PooledGrid : Grid * Grid;

    public void Validate()
    {
        if (!Blocks.IsValid || PatchSize <= 0 || ImageSize < PatchSize || ImageSize % PatchSize != 0)
            throw new InvalidDataException(
                $"The vision tower is {this}; expected positive dimensions, a width that is a multiple of its heads, "
                    + $"at most {BlockConfig.MaxLayers} layers, and an image size that is a multiple of the patch size."
            );
        if (
            Type == VisionTowerType.ResNetVit
            && (StemWidth <= 0 || BypassWidth <= 0 || PooledGrid <= 0 || PooledGrid > Grid || PatchSize != StemStride)
        )
            throw new InvalidDataException(
                $"The vision tower is {this}; expected patches of {StemStride} pixels for a ResNet, positive widths, "
                    + "and a pooled grid that is not larger than the grid."
            );
    }
}
