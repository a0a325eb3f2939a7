using SkiaSharp;

namespace DialClip.Testing;

/// <summary>Makes pictures of four quarters, red, green, blue and white, with an EXIF orientation.</summary>
internal static class OrientedPicture
{
    private const int PngHeader = 33;
    private const byte WebpHasExif = 8;

    public const int Width = 48;
    public const int Height = 32;

    /// <summary>A picture that is 'rg' above 'bw' as it is stored.</summary>
    public static byte[] Encode(SKEncodedImageFormat format)
    {
        using var picture = new SKBitmap(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        picture.Erase(SKColors.Red, SKRectI.Create(0, 0, Width / 2, Height / 2));
        picture.Erase(SKColors.Lime, SKRectI.Create(Width / 2, 0, Width / 2, Height / 2));
        picture.Erase(SKColors.Blue, SKRectI.Create(0, Height / 2, Width / 2, Height / 2));
        picture.Erase(SKColors.White, SKRectI.Create(Width / 2, Height / 2, Width / 2, Height / 2));
        using var file = picture.Encode(format, 95);
        return file.ToArray();
    }

    /// <summary>EXIF data with an orientation alone.</summary>
    public static byte[] Exif(int orientation, bool littleEndian) =>
        littleEndian
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    public static byte[] Jpeg(byte[] exif)
    {
        var plain = Encode(SKEncodedImageFormat.Jpeg);
        return [.. plain[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. plain[2..]];
    }

    public static byte[] Png(byte[] exif)
    {
        var plain = Encode(SKEncodedImageFormat.Png);
        return [.. plain[..PngHeader], .. TinyPng.Chunk("eXIf", exif), .. plain[PngHeader..]];
    }

    public static byte[] Webp(byte[] exif)
    {
        var plain = Encode(SKEncodedImageFormat.Webp);
        byte[] head = [.. "WEBPVP8X"u8, 10, 0, 0, 0, WebpHasExif, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0];
        byte[] body = [.. head, .. plain[12..], .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }
}
