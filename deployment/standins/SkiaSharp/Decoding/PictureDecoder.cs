namespace SkiaSharp.Decoding;

/// <summary>A picture whose header was read; the data may come from anyone, so nothing in them is believed unchecked.</summary>
internal abstract class PictureDecoder(SKEncodedImageFormat format, int width, int height)
{
    public SKEncodedImageFormat Format => format;

    public int Width => width;

    public int Height => height;

    /// <summary>Gets whether no pixel can be transparent.</summary>
    public bool IsOpaque { get; protected init; }

    public SKEncodedOrigin Origin { get; protected init; } = SKEncodedOrigin.Default;

    public int FrameCount { get; protected init; } = 1;

    /// <summary>Reads the header of whatever format the first bytes tell; null, with the reason, when there is none.</summary>
    public static PictureDecoder? Open(byte[] data, out SKCodecResult result)
    {
        PictureDecoder? decoder = null;
        (decoder, result) = data switch
        {
            [] => (null, SKCodecResult.InvalidInput),
            [0xFF, 0xD8, 0xFF, ..] => JpegDecoder.Open(data),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngDecoder.Open(data),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpDecoder.Open(data),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => GifDecoder.Open(data),
            [(byte)'B', (byte)'M', ..] => BmpDecoder.Open(data),
            _ => (null, SKCodecResult.Unimplemented),
        };
        return decoder;
    }

    /// <summary>Decodes to rows of red, green, blue, alpha that are all zero.</summary>
    public abstract SKCodecResult Decode(PixelTarget target);
}
