using SkiaSharp;

namespace DialClip.Training.Reporting;

/// <summary>Encodes pictures as small JPEGs in data URIs.</summary>
internal static class Thumbnail
{
    private const int MaxEdge = 96;
    private const int Quality = 85;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Encodes a square picture in at most 96 x 96 pixels.</summary>
    /// <param name="crop">uint8 (S, S, 3), RGB.</param>
    public static string Encode(byte[] crop)
    {
        var side = (int)Math.Sqrt(crop.Length / 3);
        using var picture = new SKBitmap(side, side, SKColorType.Rgb888x, SKAlphaType.Opaque);
        var pixels = picture.GetPixelSpan();
        for (int from = 0, to = 0; from < crop.Length; from += 3, to += 4)
            crop.AsSpan(from, 3).CopyTo(pixels[to..]);
        var edge = Math.Min(side, MaxEdge);
        using var small = picture.Resize(new SKSizeI(edge, edge), Smooth);
        using var file = small.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return "data:image/jpeg;base64," + Convert.ToBase64String(file.AsSpan());
    }
}
