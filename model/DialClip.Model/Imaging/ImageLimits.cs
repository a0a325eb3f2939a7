namespace DialClip.Model.Imaging;

/// <summary>What a picture may cost before it is refused undecoded.</summary>
/// <param name="MaxPixels">The most pixels, width x height; the default is 40 million.</param>
/// <param name="MaxBytes">The most encoded bytes; the default is 32 MiB.</param>
public sealed record ImageLimits(long MaxPixels = 40_000_000, int MaxBytes = 32 * 1024 * 1024)
{
    /// <summary>Gets the default limits.</summary>
    public static ImageLimits Default { get; } = new();
}
