using SkiaSharp.Native;

namespace SkiaSharp.Encoding;

/// <summary>Baseline JPEG, the colours at half resolution; alpha is dropped, not blended.</summary>
internal static class JpegEncoder
{
    /// <summary>Encodes pixels; null when there are more on a side than the format counts.</summary>
    public static byte[]? Encode(SKImageInfo info, ReadOnlySpan<byte> pixels, int rowBytes, int quality) =>
        TurboJpegCompressor.Encode(pixels, info.Width, info.Height, rowBytes, blueFirst: info.ColorType == SKColorType.Bgra8888, Math.Clamp(quality, 1, 100));
}
