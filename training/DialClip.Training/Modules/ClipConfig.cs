namespace DialClip.Training.Modules;

/// <summary>The dimensions of a CLIP model: two towers with a joint embedding space.</summary>
/// <param name="Dimension">D, the dimension of the joint space.</param>
/// <param name="QuickGelu">True for x * sigmoid(1.702 x), OpenAI's activation; false for the exact GELU.</param>
/// <param name="Text">The text tower.</param>
/// <param name="Vision">The vision tower.</param>
internal sealed record ClipConfig(int Dimension, bool QuickGelu, TextTowerConfig Text, VisionTowerConfig Vision)
{
    /// <summary>Gets the epsilon of layer normalization, the same in all published CLIP models.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Throws when a dimension is invalid.</summary>
    /// <exception cref="InvalidDataException">
    /// A dimension is not positive, or a width is not a multiple of its heads.
    /// </exception>
    public void Validate()
    {
        if (Dimension <= 0)
            throw new InvalidDataException($"The joint dimension is {Dimension}, expected a positive number.");
        Text.Validate();
        Vision.Validate();
    }
}
