namespace DialClip.Model.Imaging;

/// <summary>Turns a picture the way up that its camera noted: EXIF orientations 1 to 8.</summary>
internal static class ExifOrientation
{
    /// <summary>Gets the picture as it is meant to be seen.</summary>
    /// <param name="stored">The pixels as they lie in the file.</param>
    /// <param name="orientation">1 to 8; 1, and any other number, leaves the picture alone.</param>
    public static RgbImage Apply(RgbImage stored, int orientation)
    {
        if (orientation is < 2 or > 8)
            return stored;
        var (width, height, seen) = Turn(stored.Pixels, stored.Width, stored.Height, 3, orientation);
        return new RgbImage(width, height, seen);
    }

    /// <summary>Gets the picture as it is meant to be seen.</summary>
    /// <param name="stored">The pixels as they lie in the file.</param>
    /// <param name="orientation">1 to 8; 1, and any other number, leaves the picture alone.</param>
    public static RgbaImage Apply(RgbaImage stored, int orientation)
    {
        if (orientation is < 2 or > 8)
            return stored;
        var (width, height, seen) = Turn(stored.Pixels, stored.Width, stored.Height, 4, orientation);
        return new RgbaImage(width, height, seen, stored.IsOpaque);
    }

    private static (int Width, int Height, byte[] Pixels) Turn(byte[] stored, int width, int height, int channels, int orientation)
    {
        // Orientations 5 to 8 swap rows and columns.
        var (seenWidth, seenHeight) = orientation >= 5 ? (height, width) : (width, height);
        var seen = new byte[stored.Length];
        for (int y = 0, to = 0; y < seenHeight; y++)
        {
            for (var x = 0; x < seenWidth; x++, to += channels)
            {
                var (column, row) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };
                stored.AsSpan((row * width + column) * channels, channels).CopyTo(seen.AsSpan(to));
            }
        }

        return (seenWidth, seenHeight, seen);
    }
}
