using System.Text.Json.Serialization;

namespace DialClip.Training.Modules;

/// <summary>The dimensions of the vision tower.</summary>
/// <param name="Width">W_v, the width of a patch.</param>
/// <param name="Layers">L_v, the number of transformer blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="ImageSize">S, the side of a picture in pixels.</param>
/// <param name="PatchSize">The side of a patch in pixels.</param>
internal sealed record VisionTowerConfig(int Width, int Layers, int Heads, int ImageSize, int PatchSize)
{
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

    /// <summary>Gets the number of patches of one picture.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);

    public void Validate()
    {
        if (!Blocks.IsValid || PatchSize <= 0 || ImageSize < PatchSize || ImageSize % PatchSize != 0)
            throw new InvalidDataException(
                $"The vision tower is {this}; expected positive dimensions, a width that is a multiple of its heads, "
                    + $"at most {BlockConfig.MaxLayers} layers, and an image size that is a multiple of the patch size."
            );
    }
}
