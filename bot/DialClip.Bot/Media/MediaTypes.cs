namespace DialClip.Bot.Media;

/// <summary>The content types of a catalog's pictures, by the extensions of their files.</summary>
internal static class MediaTypes
{
    public const string Svg = "image/svg+xml";
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Gif = "image/gif";
    public const string WebP = "image/webp";
    public const string Bmp = "image/bmp";

    /// <summary>Finds the content type of a file; null when pictures of its type are not served.</summary>
    public static string? Find(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".svg" => Svg,
            ".png" => Png,
            ".jpg" or ".jpeg" => Jpeg,
            ".gif" => Gif,
            ".webp" => WebP,
            ".bmp" => Bmp,
            _ => null,
        };

    /// <summary>Gets the content type of a file.</summary>
    /// <exception cref="InvalidDataException">Pictures of its type are not served.</exception>
    public static string Get(string file) =>
        Find(file)
        ?? throw new InvalidDataException(
            $"A picture of the catalog is a '{Path.GetExtension(file)}' file, "
                + "expected svg, png, jpeg, gif, webp or bmp."
        );
}
