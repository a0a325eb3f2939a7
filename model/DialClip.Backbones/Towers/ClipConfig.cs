using System.Globalization;

namespace DialClip.Backbones.Towers;

/// <summary>The dimensions of a CLIP model: two towers with a joint embedding space.</summary>
/// <param name="Dimension">D, the dimension of the joint space.</param>
/// <param name="Text">The text tower.</param>
/// <param name="Vision">The vision tower.</param>
public sealed record ClipConfig(int Dimension, TextTowerConfig Text, VisionTowerConfig Vision)
{
    /// <summary>Gets the options beyond CLIP's towers with one activation, quick or exact; empty without any.</summary>
    public string DescribeUnusualOptions()
    {
        var isUsual =
            Text.Activation == Vision.Activation
            && Text.Activation != Activation.TanhGelu
            && Text.LayerNormEpsilon == BlockConfig.DefaultEpsilon
            && Vision.LayerNormEpsilon == BlockConfig.DefaultEpsilon
            && Text.IsCausal
            && Vision.Pooling == PicturePooling.ClassToken;
        var options = isUsual
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Text.Activation} {Text.LayerNormEpsilon:R} {Text.IsCausal} {Vision.Activation} "
                    + $"{Vision.LayerNormEpsilon:R} {Vision.Pooling}"
            );
        // Towers of other types have other weights; what their shapes do not tell is named here.
        if (Text.Type != TextTowerType.Clip)
            options += $" {Text.Type} {Text.Heads}";
        return Vision.Type == VisionTowerType.Clip ? options : options + $" {Vision.Type} {Vision.Heads}";
    }

    /// <summary>Throws when a dimension is invalid.</summary>
    /// <exception cref="InvalidDataException">
    /// A dimension is not positive, or a width is not a multiple of its heads.
    /// </exception>
    public void Validate()
    {
        if (Dimension <= 0)
            throw new InvalidDataException($"The joint dimension is {Dimension}, expected a positive number.");
        if (Text is { Type: TextTowerType.Bert, Projection: TextProjection.None } && Text.Width != Dimension)
            throw new InvalidDataException(
                $"The text tower's width is {Text.Width}, the joint dimension {Dimension}; without a projection they "
                    + "are equal."
            );
        Text.Validate();
        Vision.Validate();
    }
}
