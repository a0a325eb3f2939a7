namespace DialClip.Training.Modules;

/// <summary>The sizes of a CLIP model: two towers that meet in one space.</summary>
/// <param name="Dimension">D, the width of the space that both towers project into.</param>
/// <param name="QuickGelu">True for x * sigmoid(1.702 x), OpenAI's activation; false for the exact GELU.</param>
/// <param name="Text">The text tower.</param>
/// <param name="Vision">The vision tower.</param>
internal sealed record ClipConfig(int Dimension, bool QuickGelu, TextTowerConfig Text, VisionTowerConfig Vision)
{
    /// <summary>Gets the epsilon of every layer normalisation, the same in all published CLIP models.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Throws when a size is impossible.</summary>
    /// <exception cref="InvalidDataException">A size is not positive, or a width is not a multiple of its heads.</exception>
    public void Validate()
    {
        if (Dimension <= 0)
            throw new InvalidDataException($"The joint dimension is {Dimension}, expected a positive number.");
        Text.Validate();
        Vision.Validate();
    }
}
