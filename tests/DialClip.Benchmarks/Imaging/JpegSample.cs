using SkiaSharp;

namespace DialClip.Benchmarks.Imaging;

/// <summary>A JPEG that resembles a photograph: soft shapes with noise.</summary>
internal static class JpegSample
{
    // Chroma subsampling as cameras use it.
    private static readonly SKJpegEncoderOptions Options = new(
        85,
        SKJpegEncoderDownsample.Downsample420,
        SKJpegEncoderAlphaOption.Ignore
    );

    /// <summary>Creates a file.</summary>
    public static byte[] Create(int width, int height)
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
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, channel) = (i / 4 % width, i / 4 / width, i % 4);
            var shape = 80 * Math.Sin(x * (0.01 + 0.005 * channel)) * Math.Cos(y * 0.013);
            pixels[i] = channel == 3 ? byte.MaxValue : (byte)Math.Clamp(128 + shape + random.Next(-12, 13), 0, 255);
        }
    }
}
