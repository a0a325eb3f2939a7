namespace DialClip.Training.Modules;

/// <summary>The dimensions of the vision tower.</summary>
/// <param name="Width">W_v, the width of a patch.</param>
/// <param name="Layers">L_v, the number of transformer blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="ImageSize">S, the side of a picture in pixels.</param>
/// <param name="PatchSize">The side of a patch in pixels.</param>
internal sealed record VisionTowerConfig(int Width, int Layers, int Heads, int ImageSize, int PatchSize)
{
    /// <summary>Gets the number of patches of one picture.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);

    public void Validate()
    {
        if (
            Width <= 0
            || Layers <= 0
            || Heads <= 0
            || Width % Heads != 0
            || PatchSize <= 0
            || ImageSize < PatchSize
            || ImageSize % PatchSize != 0
        )
            throw new InvalidDataException(
                $"The vision tower is {this}; expected positive dimensions, a width that is a multiple of its heads, "
                    + "and an image size that is a multiple of the patch size."
            );
    }
}
