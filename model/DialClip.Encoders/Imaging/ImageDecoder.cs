using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>
/// The decoder of untrusted JPEG, PNG, WebP, BMP and GIF files (of several pictures the first). It gives RGB, upright
/// by the EXIF orientation; alpha is dropped, not blended, as CLIP's own preprocessing does.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Decodes a whole file's bytes.</summary>
    /// <exception cref="ImageFormatException">The bytes are no usable picture, or exceed the limits.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        using var file = PictureFile.Open(bytes, limits ?? ImageLimits.Default);
        using var stored = file.Decode(SKAlphaType.Unpremul);
        return ExifOrientation.ToUpright(stored.GetPixelSpan(), stored.Width, stored.Height, file.Orientation);
    }

    /// <summary>Reads the header of a whole file; its pixels are not decoded, and may be damaged.</summary>
    /// <exception cref="ImageFormatException">The bytes are no whole picture, or larger than the limits.</exception>
    public static PictureFacts ReadFacts(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        using var file = PictureFile.Open(bytes, limits ?? ImageLimits.Default);
        return new(file.Width, file.Height, file.IsOpaque, IsAnimated: file.Frames > 1);
    }

    /// <summary>Gets the format of a file by its first bytes, whatever its name or content type claims.</summary>
    /// <returns>JPEG, PNG, WebP, BMP or GIF; null for any other.</returns>
    public static string? RecognizeFormat(ReadOnlySpan<byte> bytes) => ImageSignature.Recognize(bytes);
}
