using SkiaSharp.Encoding;

namespace SkiaSharp;

/// <summary>A picture that does not change: pixels in memory, to be encoded. The real package has more kinds; those are absent.</summary>
public class SKImage : SKObject
{
    private readonly byte[] pixels;
    private readonly int rowBytes;

    private SKImage(SKImageInfo info, byte[] pixels, int rowBytes) => (Info, this.pixels, this.rowBytes) = (info, pixels, rowBytes);

    /// <summary>Gets the size and the kind of the pixels.</summary>
    public SKImageInfo Info { get; }

    /// <summary>Gets the width in pixels.</summary>
    public int Width => Info.Width;

    /// <summary>Gets the height in pixels.</summary>
    public int Height => Info.Height;

    /// <summary>Gets how a pixel lies in memory.</summary>
    public SKColorType ColorType => Info.ColorType;

    /// <summary>Gets what the fourth channel means.</summary>
    public SKAlphaType AlphaType => Info.AlphaType;

    /// <summary>Copies pixels; null when they are fewer than the description says, or it describes none.</summary>
    public static SKImage? FromPixelCopy(SKImageInfo info, byte[] pixels) => FromPixelCopy(info, pixels, info.RowBytes);

    /// <summary>Copies pixels whose rows are so many bytes apart; null when they are fewer than the description says, or it describes none.</summary>
    public static SKImage? FromPixelCopy(SKImageInfo info, byte[] pixels, int rowBytes)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (info.IsEmpty || info.ColorType == SKColorType.Unknown || info.AlphaType == SKAlphaType.Unknown || rowBytes < info.RowBytes64)
            return null;
        // The last row may end with its last pixel.
        var needed = (long)rowBytes * (info.Height - 1) + info.RowBytes64;
        return pixels.Length < needed ? null : new SKImage(info, pixels[..(int)needed], rowBytes);
    }

    /// <summary>Encodes the picture; null when the format is not one to encode to, or the picture does not fit it.</summary>
    /// <param name="format">JPEG drops alpha without blending and halves the colours' resolution; PNG keeps alpha, not multiplied.</param>
    /// <param name="quality">0 to 100, of use to JPEG.</param>
    /// <exception cref="NotSupportedException">The format is WebP, which only the real package encodes.</exception>
    /// <remarks>The pixels of a JPEG differ slightly from the real package's, which also takes longer to make smaller files: only there the codes are fitted to the picture.</remarks>
    public SKData? Encode(SKEncodedImageFormat format, int quality)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var encoded = format switch
        {
            SKEncodedImageFormat.Jpeg => JpegEncoder.Encode(Info, pixels, rowBytes, quality),
            SKEncodedImageFormat.Png => PngEncoder.Encode(Info, pixels, rowBytes),
            SKEncodedImageFormat.Webp => throw new NotSupportedException("Encoding WebP needs the real SkiaSharp: build with -p:SdkSource=nuget."),
            _ => null,
        };
        return encoded is null ? null : SKData.CreateCopy(encoded);
    }
}
