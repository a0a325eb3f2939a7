namespace DialClip.Encoders.Imaging;

/// <summary>The limits above which a picture is refused without being decoded.</summary>
/// <param name="MaxPixels">The most pixels, width x height, up to 500 million; the default is 40 million.</param>
/// <param name="MaxBytes">The most encoded bytes; the default is 32 MiB.</param>
public sealed record ImageLimits(long MaxPixels = 40_000_000, int MaxBytes = 32 * 1024 * 1024)
{
    // What one buffer of 4 bytes a pixel holds.
    private const long LargestPixels = 500_000_000;

    /// <summary>Gets the default limits.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Compares a size with the limits.</summary>
    /// <param name="format">The format's name, for the error.</param>
    /// <param name="width">The width in pixels, 0 to 2^32 - 1, as a file claims it.</param>
    /// <param name="height">The height in pixels, 0 to 2^32 - 1, as a file claims it.</param>
    /// <exception cref="ImageFormatException">The picture exceeds the maximum number of pixels.</exception>
    internal void Require(string format, long width, long height)
    {
        // Two numbers of 32 bits: their product may not fit 64 with a sign.
        var most = Math.Min(MaxPixels, LargestPixels);
        if ((Int128)width * height > most)
            throw ImageFormatException.TooManyPixels(format, width, height, most);
    }
}
