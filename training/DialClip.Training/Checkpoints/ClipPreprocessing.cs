using DialClip.Encoders.Imaging;
using DialClip.Training.Pretraining;

namespace DialClip.Training.Checkpoints;

/// <summary>The preprocessing of a checkpoint's pictures.</summary>
/// <param name="Mean">The means of red, green and blue, of values between 0 and 1.</param>
/// <param name="Std">The standard deviations, above 0.</param>
internal sealed record ClipPreprocessing(float[] Mean, float[] Std)
{
    /// <summary>Gets the preprocessing of OpenAI's models.</summary>
    public static ClipPreprocessing OpenAi { get; } = new(PictureSet.Mean, PictureSet.Std);

    /// <summary>Gets how pictures become square; null for CLIP's own way.</summary>
    public PictureResize? Resize { get; init; }

    /// <summary>Reads the preprocessing of a checkpoint or of a backbone of a store.</summary>
    /// <returns>The preprocessing; OpenAI's where the checkpoint names none.</returns>
    /// <exception cref="InvalidDataException">
    /// A configuration is malformed, or asks for what is not computed.
    /// </exception>
    public static ClipPreprocessing Read(string folder)
    {
        if (!ExportedClip.Exists(folder))
            return ClipDescription.Read(folder).Preprocessing;
        var vision = ExportedClip.ReadProperties(folder).Vision;
        return new([.. vision.Mean], [.. vision.Std])
        {
            Resize = PictureResize.Create(vision.Resize, vision.ImageSize),
        };
    }

    /// <summary>Creates the preprocessor of a tower.</summary>
    /// <param name="size">The side of the tower's input in pixels.</param>
    public ImagePreprocessor CreatePreprocessor(int size) => new(size, Mean, Std, Resize);
}
