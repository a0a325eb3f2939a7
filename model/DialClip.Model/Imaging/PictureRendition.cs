using System.Globalization;
using SkiaSharp;

namespace DialClip.Model.Imaging;

/// <summary>Makes a file of a picture that is small enough for a channel: the same bytes for the same file, whenever it is made.</summary>
internal static class PictureRendition
{
    // Far smaller no channel asks for, and a picture would not be known again.
    private const int SmallestEdge = 64;

    // More would let an elongated picture's filter take more memory than its pixels.
    private const int LargestEdge = 65_535;

    // What a photograph is hardly seen to lose by; the second is tried before the picture is made smaller.
    private static readonly int[] JpegQualities = [85, 70];

    /// <summary>Makes the file: scaled down, never up, until its longer side and its bytes are within the limits, the way up that the camera noted.</summary>
    /// <param name="file">The picture's file; of an animated one the first picture is taken.</param>
    /// <param name="format">The format to make; JPEG has no alpha, so what is transparent becomes white.</param>
    /// <param name="maxEdge">The most pixels of the longer side.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="cancellationToken">Ends the work between two tries.</param>
    /// <exception cref="ImageFormatException">The file is no usable picture, or it cannot be made that small.</exception>
    public static byte[] Make(ReadOnlySpan<byte> file, PictureFormat format, int maxEdge, int maxBytes, CancellationToken cancellationToken)
    {
        var (picture, orientation) = ImageDecoder.DecodeStored(file);
        var longer = Math.Max(picture.Width, picture.Height);
        if (longer > LargestEdge)
            throw new ImageFormatException(ImageFault.TooManyPixels, string.Create(
                CultureInfo.InvariantCulture,
                $"The picture has {picture.Width} x {picture.Height} pixels; " +
                $"at most {LargestEdge:N0} a side can be made smaller."));
        for (var edge = Math.Min(maxEdge, longer); ; edge = Math.Max(SmallestEdge, edge * 3 / 4))
        {
            var seen = ExifOrientation.Apply(PictureResizer.Fit(picture, edge), orientation);
            foreach (var quality in format == PictureFormat.Jpeg ? JpegQualities : [100])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var made = Encode(seen, format, quality);
                if (made.Length <= maxBytes)
                    return made;
            }

            if (edge <= SmallestEdge)
                throw new ImageFormatException(ImageFault.TooManyBytes, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The picture of {picture.Width} x {picture.Height} pixels has more than {maxBytes:N0} bytes " +
                    $"even with {edge} pixels a side."));
        }
    }

    private static byte[] Encode(RgbaImage picture, PictureFormat format, int quality)
    {
        var opaque = picture.IsOpaque || format == PictureFormat.Jpeg;
        var info = new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var image = SKImage.FromPixelCopy(info, picture.IsOpaque || !opaque ? picture.Pixels : OnWhite(picture.Pixels));
        using var data = image?.Encode(format == PictureFormat.Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, quality);
        return data?.ToArray() ?? throw new InvalidOperationException($"A picture of {picture.Width} x {picture.Height} pixels could not be encoded as {format}.");
    }

    private static byte[] OnWhite(byte[] pixels)
    {
        var flat = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var alpha = pixels[i + 3];
            for (var channel = i; channel < i + 3; channel++)
                flat[channel] = (byte)((pixels[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
            flat[i + 3] = 255;
        }

        return flat;
    }
}
