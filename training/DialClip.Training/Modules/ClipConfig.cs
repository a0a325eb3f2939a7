using System.Globalization;

namespace DialClip.Training.Modules;

/// <summary>The dimensions of a CLIP model: two towers with a joint embedding space.</summary>
/// <param name="Dimension">D, the dimension of the joint space.</param>
/// <param name="Text">The text tower.</param>
/// <param name="Vision">The vision tower.</param>
internal sealed record ClipConfig(int Dimension, TextTowerConfig Text, VisionTowerConfig Vision)
{
    /// <summary>Gets the options beyond one activation, quick or exact, for both towers; empty without any.</summary>
    public string DescribeUnusualOptions()
    {
        var isUsual =
            Text.Activation == Vision.Activation
            && Text.Activation != Activation.TanhGelu
            && Text.LayerNormEpsilon == BlockConfig.DefaultEpsilon
            && Vision.LayerNormEpsilon == BlockConfig.DefaultEpsilon
            && Text.IsCausal
            && Vision.Pooling == PicturePooling.ClassToken;
        return isUsual
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Text.Activation} {Text.LayerNormEpsilon:R} {Text.IsCausal} {Vision.Activation} "
                    + $"{Vision.LayerNormEpsilon:R} {Vision.Pooling}"
            );
    }

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
