using DialClip.Encoders.Imaging;

namespace DialClip.Training.Pretraining;

/// <summary>A random square crop with random mirroring.</summary>
internal static class PictureAugmentation
{
    /// <summary>Augments a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="smallest">The smallest side of the crop as a share of the short side, above 0 to 1.</param>
    /// <param name="random">The random source.</param>
    public static RgbImage Apply(RgbImage image, double smallest, Random random)
    {
        var side = Math.Max(
            1,
            (int)(Math.Min(image.Width, image.Height) * (smallest + (1 - smallest) * random.NextDouble()))
        );
        var (left, top) = (random.Next(image.Width - side + 1), random.Next(image.Height - side + 1));
        var mirrored = random.Next(2) == 1;
        var pixels = new byte[side * side * 3];
        for (var row = 0; row < side; row++)
        for (var column = 0; column < side; column++)
        {
            var from = ((top + row) * image.Width + left + (mirrored ? side - 1 - column : column)) * 3;
            image.Pixels.AsSpan(from, 3).CopyTo(pixels.AsSpan((row * side + column) * 3));
        }
        return new(side, side, pixels);
    }
}
