namespace DialClip.Training.Data;

/// <summary>The endings of picture files' names.</summary>
internal static class PictureFileNames
{
    private static readonly HashSet<string> Decodable = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".gif",
        ".bmp",
        ".dib",
    };

    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        [".heic"] = "HEIC",
        [".heif"] = "HEIF",
        [".avif"] = "AVIF",
        [".jxl"] = "JPEG XL",
        [".tif"] = "TIFF",
        [".tiff"] = "TIFF",
        [".svg"] = "SVG",
    };

    /// <summary>Determines whether a file has the ending of a format that is decoded here.</summary>
    public static bool IsDecodable(string path) => Decodable.Contains(Path.GetExtension(path));

    /// <summary>Gets the format that a file's ending names and that is not decoded here; null for any other.</summary>
    public static string? GetUndecodableFormat(string path) => Others.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>Gets the ending of a decodable format.</summary>
    /// <param name="format">JPEG, PNG, WebP, BMP or GIF.</param>
    public static string GetEnding(string format) => format == "JPEG" ? ".jpg" : "." + format.ToLowerInvariant();
}
