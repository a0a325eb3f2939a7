using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>Rotates and flips pictures by their EXIF orientation.</summary>
internal static class ExifOrientation
{
    /// <summary>Determines whether the stored rows are the columns of the upright picture.</summary>
    public static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>Gets the upright picture of stored pixels.</summary>
    /// <param name="stored">Interleaved 8-bit RGBA, rows from the top, 4 bytes a pixel without padding.</param>
    /// <param name="width">The stored width in pixels.</param>
    /// <param name="height">The stored height in pixels.</param>
    /// <param name="orientation">1 to 8; any other number counts as 1.</param>
    /// <param name="isOpaque">Whether the alpha says nothing.</param>
    public static RgbImage ToUpright(
        ReadOnlySpan<byte> stored,
        int width,
        int height,
        int orientation,
        bool isOpaque = true
    )
    {
        // The stored index of the first upright pixel, and how far away its right and its lower neighbours are.
        var (first, right, down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, width, 1),
            6 => ((height - 1) * width, -width, 1),
            7 => (width * height - 1, -width, -1),
            8 => (width - 1, width, -1),
            _ => (0, 1, width),
        };
        var (uprightWidth, uprightHeight) = SwapsSides(orientation) ? (height, width) : (width, height);
        var pixels = new byte[3L * width * height];
        var alpha = isOpaque ? null : new byte[(long)width * height];
        for (int y = 0, to = 0; y < uprightHeight; y++)
        {
            for (int x = 0, from = (first + y * down) * 4; x < uprightWidth; x++, from += right * 4, to += 3)
            {
                (pixels[to], pixels[to + 1], pixels[to + 2]) = (stored[from], stored[from + 1], stored[from + 2]);
                if (alpha is not null)
                    alpha[to / 3] = stored[from + 3];
            }
        }

        return new(uprightWidth, uprightHeight, pixels) { Alpha = alpha };
    }

    /// <summary>Gets the transform of a canvas on which the stored picture is drawn upright.</summary>
    /// <param name="orientation">1 to 8; any other number counts as 1.</param>
    /// <param name="width">The upright width in pixels.</param>
    /// <param name="height">The upright height in pixels.</param>
    public static SKMatrix ToMatrix(int orientation, int width, int height) =>
        orientation switch
        {
            2 => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
            3 => new(-1, 0, width, 0, -1, height, 0, 0, 1),
            4 => new(1, 0, 0, 0, -1, height, 0, 0, 1),
            5 => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
            6 => new(0, -1, width, 1, 0, 0, 0, 0, 1),
            7 => new(0, -1, width, -1, 0, height, 0, 0, 1),
            8 => new(0, 1, 0, -1, 0, height, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
}
