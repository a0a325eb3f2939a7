using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>Creates copies of a picture that are small enough for a channel.</summary>
public static class PictureRendition
{
    // No channel asks for less, and a smaller picture would not be recognised.
    private const int SmallestEdge = 64;

    // A photograph hardly shows the loss; the second is tried before the picture is made smaller.
    private static readonly int[] JpegQualities = [85, 70];

    // Mipmaps average what a smaller picture has no pixels for; cubic filters would leave most of it out.
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>
    /// Creates the copy: upright and scaled down, never up, until its longer side and its bytes are within the limits.
    /// </summary>
    /// <param name="file">The picture's file; of an animated one the first picture is taken.</param>
    /// <param name="format">The format to make; JPEG has no alpha, so what is transparent becomes white.</param>
    /// <param name="maxEdge">The most pixels of the longer side.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="cancellationToken">Cancels the work between its steps.</param>
    /// <exception cref="ImageFormatException">
    /// The file is no usable picture, or it cannot be made that small.
    /// </exception>
    public static byte[] Create(
        ReadOnlySpan<byte> file,
        PictureFormat format,
        int maxEdge,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        using var picture = PictureFile.Open(file, ImageLimits.Default, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var (width, height) = ExifOrientation.SwapsSides(picture.Orientation)
            ? (picture.Height, picture.Width)
            : (picture.Width, picture.Height);
        var longer = Math.Max(width, height);
        // Premultiplied, so that what is transparent lends no colour to its neighbours.
        using var stored = picture.DecodeAtLeast(maxEdge, picture.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul);
        stored.SetImmutable();
        using var image = SKImage.FromBitmap(stored);
        for (var edge = Math.Min(maxEdge, longer); ; edge = Math.Max(SmallestEdge, edge * 3 / 4))
        {
            var size = new SKSizeI(Scale(width, edge, longer), Scale(height, edge, longer));
            using var upright = Draw(image, picture.Orientation, size, format);
            foreach (var quality in format == PictureFormat.Jpeg ? JpegQualities : [100])
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var encoded = Encode(upright, format, quality);
                if (encoded.Size <= maxBytes)
                    return encoded.ToArray();
            }

            if (edge <= SmallestEdge)
                throw new ImageFormatException(
                    ImageError.TooManyBytes,
                    FormattableString.Invariant(
                        $"The picture of {picture.Width} x {picture.Height} pixels has more than {maxBytes:N0} bytes "
                    ) + $"even with {edge} pixels a side."
                );
        }
    }

    private static int Scale(int side, int edge, int longer) =>
        Math.Max(1, (int)(((long)side * edge + longer / 2) / longer));

    private static SKImage Draw(SKImage stored, int orientation, SKSizeI size, PictureFormat format)
    {
        var isOpaque = stored.AlphaType == SKAlphaType.Opaque || format == PictureFormat.Jpeg;
        var alphaType = isOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        using var surface =
            SKSurface.Create(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alphaType))
            ?? throw ImageFormatException.OutOfMemory(format.ToString(), size.Width, size.Height);
        surface.Canvas.Clear(isOpaque ? SKColors.White : SKColors.Transparent);
        surface.Canvas.SetMatrix(ExifOrientation.ToMatrix(orientation, size.Width, size.Height));
        // The canvas is turned, so the picture is drawn as it is stored.
        var target = ExifOrientation.SwapsSides(orientation)
            ? SKRect.Create(size.Height, size.Width)
            : SKRect.Create(size.Width, size.Height);
        surface.Canvas.DrawImage(stored, target, Smooth);
        return surface.Snapshot();
    }

    private static SKData Encode(SKImage image, PictureFormat format, int quality) =>
        image.Encode(format == PictureFormat.Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, quality)
        ?? throw new InvalidOperationException(
            $"A picture of {image.Width} x {image.Height} pixels could not be encoded as {format}."
        );
}
