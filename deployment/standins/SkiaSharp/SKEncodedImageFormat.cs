namespace SkiaSharp;

/// <summary>The format of a picture file. The real package knows more; those that are not decoded here are absent.</summary>
public enum SKEncodedImageFormat
{
    Bmp = 0,
    Gif = 1,
    Jpeg = 3,
    Png = 4,
    Webp = 6,
}
