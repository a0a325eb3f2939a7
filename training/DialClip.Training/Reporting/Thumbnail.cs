using SkiaSharp;

namespace DialClip.Training.Reporting;

/// <summary>Makes a small picture that a page can hold: a JPEG as a data URI.</summary>
internal static class Thumbnail
{
    private const int MaxEdge = 96;
    private const int Quality = 85;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Makes a thumbnail of a square picture, of at most 96 x 96 pixels.</summary>
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
