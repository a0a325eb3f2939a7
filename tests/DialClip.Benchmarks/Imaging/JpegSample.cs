using SkiaSharp;

namespace DialClip.Benchmarks.Imaging;

/// <summary>A picture like a photograph: soft shapes with some noise.</summary>
internal static class JpegSample
{
    // Half the resolution for colour, as cameras write.
    private static readonly SKJpegEncoderOptions Options = new(
        85,
        SKJpegEncoderDownsample.Downsample420,
        SKJpegEncoderAlphaOption.Ignore
    );

    /// <summary>Makes the file of a picture.</summary>
    public static byte[] Make(int width, int height)
    {
        using var picture = new SKBitmap(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque);
        Fill(picture.GetPixelSpan(), width);
        using var pixels = picture.PeekPixels();
        using var file = pixels.Encode(Options);
        return file!.ToArray();
    }

    private static void Fill(Span<byte> pixels, int width)
    {
        var random = new Random(1);
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y, channel) = (at / 4 % width, at / 4 / width, at % 4);
            var shape = 80 * Math.Sin(x * (0.01 + 0.005 * channel)) * Math.Cos(y * 0.013);
            pixels[at] = channel == 3 ? byte.MaxValue : (byte)Math.Clamp(128 + shape + random.Next(-12, 13), 0, 255);
        }
    }
}
