using System.Buffers.Binary;

namespace SkiaSharp.Decoding;

/// <summary>The first frame of an animated WebP, made a file of its own.</summary>
internal sealed record WebpAnimation(byte[] FirstFrame, int X, int Y, int Width, int Height, bool FirstFrameIsWhole, int FrameCount)
{
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;
    private const byte HasAlphaFlag = 0x10;

    /// <summary>Finds the frames; null when there is not even the header of one.</summary>
    public static WebpAnimation? Read(ReadOnlySpan<byte> data)
    {
        WebpAnimation? first = null;
        var count = 0;
        for (long at = 12; data.Length - at >= ChunkHeader;)
        {
            var chunk = data[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var body = chunk[ChunkHeader..(int)Math.Min(chunk.Length, ChunkHeader + (long)length)];
            if (chunk.StartsWith("ANMF"u8))
            {
                count++;
                if (first is null && (body.Length < FrameHeader || (first = MakeFile(body, body.Length == length)) is null))
                    return null;
            }

            // Chunks begin at even places.
            at += ChunkHeader + (long)length + (length & 1);
        }

        return first is null ? null : first with { FrameCount = count };
    }

    private static WebpAnimation MakeFile(ReadOnlySpan<byte> body, bool isWhole)
    {
        var (x, y) = (2 * Int24(body), 2 * Int24(body[3..]));
        var (width, height) = (Int24(body[6..]) + 1, Int24(body[9..]) + 1);
        var frame = body[FrameHeader..];
        var file = new byte[12 + ChunkHeader + 10 + frame.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBPVP8X"u8.CopyTo(file.AsSpan(8));
        file[16] = 10;
        file[20] = HasAlphaFlag;
        body.Slice(6, 6).CopyTo(file.AsSpan(24));
        frame.CopyTo(file.AsSpan(30));
        return new WebpAnimation(file, x, y, width, height, isWhole, 1);
    }

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
