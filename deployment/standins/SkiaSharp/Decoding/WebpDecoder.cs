using System.Buffers.Binary;
using SkiaSharp.Native;

namespace SkiaSharp.Decoding;

/// <summary>WebP, with or without loss; of an animated one the first frame.</summary>
internal sealed class WebpDecoder : PictureDecoder
{
    private const int ChunkHeader = 8;
    private const byte HasExifFlag = 0x08;

    private readonly byte[] data;
    private readonly (int X, int Y, int Width, int Height)? frame;
    private readonly bool isWhole;

    private WebpDecoder(byte[] data, int width, int height, bool hasAlpha, bool isWhole, SKEncodedOrigin origin)
        : base(SKEncodedImageFormat.Webp, width, height)
    {
        this.data = data;
        this.isWhole = isWhole;
        IsOpaque = !hasAlpha;
        Origin = origin;
    }

    private WebpDecoder(WebpAnimation animation, int width, int height, bool isWhole, SKEncodedOrigin origin)
        : this(animation.FirstFrame, width, height, hasAlpha: true, isWhole, origin)
    {
        frame = (animation.X, animation.Y, animation.Width, animation.Height);
        FrameCount = animation.FrameCount;
    }

    public static (PictureDecoder? Decoder, SKCodecResult Result) Open(byte[] data)
    {
        var result = Webp.ReadHeader(data, out var features);
        if (result != SKCodecResult.Success)
            return (null, result);
        var isWhole = data.Length >= 8L + BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4));
        var origin = ReadOrigin(data);
        if (features.HasAnimation == 0)
            return (new WebpDecoder(data, features.Width, features.Height, features.HasAlpha != 0, isWhole, origin), SKCodecResult.Success);
        var animation = WebpAnimation.Read(data);
        if (animation is null)
            return (null, isWhole ? SKCodecResult.InvalidInput : SKCodecResult.IncompleteInput);
        if (animation.X + animation.Width > features.Width || animation.Y + animation.Height > features.Height)
            return (null, SKCodecResult.InvalidInput);
        // A cut that leaves the first frame whole does not matter.
        return (new WebpDecoder(animation, features.Width, features.Height, animation.FirstFrameIsWhole, origin), SKCodecResult.Success);
    }

    public override unsafe SKCodecResult Decode(PixelTarget target)
    {
        var (x, y, width, height) = frame ?? (0, 0, Width, Height);
        var start = target.Start + (nint)y * target.RowBytes + x * 4;
        var size = (nuint)target.RowBytes * (nuint)(height - 1) + (nuint)width * 4;
        // The frame's own size decides how much is written, so it must be what the container promised.
        if (Webp.ReadHeader(data, out var features) != SKCodecResult.Success || features.Width != width || features.Height != height)
            return isWhole ? SKCodecResult.ErrorInInput : SKCodecResult.IncompleteInput;
        if (Webp.TryDecode(data, start, size, target.RowBytes))
            return SKCodecResult.Success;
        return isWhole ? SKCodecResult.ErrorInInput : SKCodecResult.IncompleteInput;
    }

    // Only the extended form has EXIF, and its flags announce it.
    private static SKEncodedOrigin ReadOrigin(ReadOnlySpan<byte> data)
    {
        if (data.Length < 21 || !data[12..].StartsWith("VP8X"u8) || (data[20] & HasExifFlag) == 0)
            return SKEncodedOrigin.Default;
        for (long at = 12; data.Length - at >= ChunkHeader;)
        {
            var chunk = data[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8))
                return ExifOrigin.Read(chunk[ChunkHeader..(int)Math.Min(chunk.Length, ChunkHeader + (long)length)]);
            // Chunks begin at even places.
            at += ChunkHeader + (long)length + (length & 1);
        }

        return SKEncodedOrigin.Default;
    }
}
