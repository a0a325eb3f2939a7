using System.Collections.Concurrent;
using SkiaSharp;

namespace DialClip.Bot.Tests.Media;

/// <summary>Makes picture files.</summary>
internal static class Pictures
{
    private static readonly ConcurrentDictionary<(int, int, SKEncodedImageFormat, SKAlphaType), byte[]> Made = new();

    /// <summary>A PNG of noise, which hardly packs, with the upper half transparent.</summary>
    public static byte[] Transparent(int width, int height) =>
        Get(width, height, SKEncodedImageFormat.Png, SKAlphaType.Unpremul);

    /// <summary>An opaque PNG of noise.</summary>
    public static byte[] Opaque(int width, int height) =>
        Get(width, height, SKEncodedImageFormat.Png, SKAlphaType.Opaque);

    /// <summary>A JPEG of noise.</summary>
    public static byte[] Jpeg(int width, int height) =>
        Get(width, height, SKEncodedImageFormat.Jpeg, SKAlphaType.Opaque);

    /// <summary>A WebP of noise.</summary>
    public static byte[] WebP(int width, int height) =>
        Get(width, height, SKEncodedImageFormat.Webp, SKAlphaType.Opaque);

    private static byte[] Get(int width, int height, SKEncodedImageFormat format, SKAlphaType alpha) =>
        Made.GetOrAdd((width, height, format, alpha), _ => Encode(width, height, format, alpha));

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, SKAlphaType alpha)
    {
        var pixels = new byte[width * height * 4];
        new Random(7).NextBytes(pixels);
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = i < pixels.Length / 2 ? (byte)0 : (byte)255;
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha), pixels);
        using var data = image!.Encode(format, 95);
        return data!.ToArray();
    }
}
