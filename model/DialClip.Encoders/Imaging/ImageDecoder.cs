using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>
/// The decoder of untrusted JPEG, PNG, WebP, BMP and GIF files (of several pictures the first). It gives RGB, upright
/// by the EXIF orientation, and beside it the alpha, which CLIP's own preprocessing drops.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Decodes a whole file's bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="limits">The limits; null for the default ones.</param>
    /// <param name="cancellationToken">
    /// Cancels the work while the file is checked, and before and after its pixels are decoded; the native decoder
    /// itself cannot be interrupted, so the checks bound its work.
    /// </param>
    /// <exception cref="ImageFormatException">The bytes are no usable picture, or exceed the limits.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RgbImage Decode(
        ReadOnlySpan<byte> bytes,
        ImageLimits? limits = null,
        CancellationToken cancellationToken = default
    )
    {
        using var file = PictureFile.Open(bytes, limits ?? ImageLimits.Default, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using var stored = file.Decode(SKAlphaType.Unpremul);
        cancellationToken.ThrowIfCancellationRequested();
        return ExifOrientation.ToUpright(
            stored.GetPixelSpan(),
            stored.Width,
            stored.Height,
            file.Orientation,
            file.IsOpaque
        );
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
