namespace DialClip.Encoders.Imaging;

/// <summary>Recognizes picture formats by their first bytes, whatever a file name or content type claims.</summary>
internal static class ImageSignature
{
    public const string Supported = "JPEG, PNG, WebP, BMP or GIF";

    /// <summary>Gets the name of the format, or null when it is none that is decoded here.</summary>
    public static string? Recognize(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "JPEG",
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "PNG",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                "WebP",
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "GIF",
            // Two letters alone would take many a text for a picture: the reserved fields must be zero and the header
            // of a known kind's size.
            [
                (byte)'B',
                (byte)'M',
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                12
                or 40
                or 52
                or 56
                or 64
                or 108
                or 124,
                0,
                0,
                0,
                ..,
            ] => "BMP",
            _ => null,
        };

    /// <summary>Gets words for bytes that are no supported picture, for the error.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [] => "nothing (0 bytes)",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF picture",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] =>
                "an AVIF picture",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', ..]
            or [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'m', (byte)'i' or (byte)'s', ..] =>
                "a HEIC picture",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a film",
            [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "a JPEG XL picture",
            [(byte)'<', ..] => "markup, such as SVG or HTML",
            _ => $"{bytes.Length} bytes that begin with {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}",
        };
}
