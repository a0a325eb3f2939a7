using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Media;

/// <summary>
/// The content types of a catalog's pictures. The first bytes of a file say what it is, whatever its name claims:
/// pictures that were saved from the web often have another ending.
/// </summary>
internal static class MediaTypes
{
    public const string Svg = "image/svg+xml";
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Gif = "image/gif";
    public const string WebP = "image/webp";
    public const string Bmp = "image/bmp";

    // A drawing's own element comes early; the rest of a large file is not searched for it.
    private const int SignatureBytes = 4096;

    /// <summary>Recognizes a picture that is served by its first bytes; null when it is none.</summary>
    public static string? Recognize(ReadOnlySpan<byte> file) =>
        ImageDecoder.RecognizeFormat(file) switch
        {
            "PNG" => Png,
            "JPEG" => Jpeg,
            "GIF" => Gif,
            "WebP" => WebP,
            "BMP" => Bmp,
            _ => IsSvg(file) ? Svg : null,
        };

    /// <summary>Determines whether a file's name has an ending of a content type.</summary>
    public static bool HasExtension(string file, string contentType) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".svg" => contentType == Svg,
            ".png" => contentType == Png,
            ".jpg" or ".jpeg" => contentType == Jpeg,
            ".gif" => contentType == Gif,
            ".webp" => contentType == WebP,
            ".bmp" => contentType == Bmp,
            _ => false,
        };

    // Declarations and comments may come before the drawing.
    private static bool IsSvg(ReadOnlySpan<byte> start)
    {
        if (start.Length > SignatureBytes)
            start = start[..SignatureBytes];
        if (start is [0xEF, 0xBB, 0xBF, ..])
            start = start[3..];
        return start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] markup && markup.IndexOf("<svg"u8) >= 0;
    }
}
