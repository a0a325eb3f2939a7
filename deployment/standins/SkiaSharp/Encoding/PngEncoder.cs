using SkiaSharp.Native;

namespace SkiaSharp.Encoding;

/// <summary>PNG of 8 bits a channel, with alpha unless the picture is opaque; no colour space is named.</summary>
internal static class PngEncoder
{
    /// <summary>Encodes pixels; null when libpng refuses them.</summary>
    public static byte[]? Encode(SKImageInfo info, ReadOnlySpan<byte> pixels, int rowBytes)
    {
        var opaque = info.IsOpaque || info.ColorType == SKColorType.Rgb888x;
        var channels = opaque ? 3 : 4;
        var (red, blue) = info.ColorType == SKColorType.Bgra8888 ? (2, 0) : (0, 2);
        var packed = new byte[checked(info.Width * info.Height * channels)];
        for (int y = 0, to = 0; y < info.Height; y++)
        {
            var row = pixels.Slice(y * rowBytes, info.Width * 4);
            for (var from = 0; from < row.Length; from += 4, to += channels)
            {
                var pixel = row.Slice(from, 4);
                (packed[to], packed[to + 1], packed[to + 2]) = (pixel[red], pixel[1], pixel[blue]);
                if (opaque)
                    continue;
                packed[to + 3] = pixel[3];
                if (info.AlphaType == SKAlphaType.Premul)
                    Divide(packed.AsSpan(to, 3), pixel[3]);
            }
        }

        return PngImage.Encode(packed, info.Width, info.Height, !opaque);
    }

    private static void Divide(Span<byte> colours, byte alpha)
    {
        foreach (ref var colour in colours)
            colour = alpha == 0 ? (byte)0 : (byte)Math.Min(255, (colour * 255 + alpha / 2) / alpha);
    }
}
