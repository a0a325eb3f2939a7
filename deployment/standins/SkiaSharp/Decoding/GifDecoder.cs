using System.Buffers.Binary;

namespace SkiaSharp.Decoding;

/// <summary>GIF: the first frame on its canvas.</summary>
internal sealed class GifDecoder : PictureDecoder
{
    private const int ScreenEnd = 13;
    private const byte Extension = 0x21;
    private const byte GraphicControl = 0xF9;
    private const byte ImageSeparator = 0x2C;
    private const byte Trailer = 0x3B;

    private readonly byte[] data;
    private readonly GifFrame frame;

    private GifDecoder(byte[] data, GifFrame frame, int width, int height, int frameCount)
        : base(SKEncodedImageFormat.Gif, width, height)
    {
        this.data = data;
        this.frame = frame;
        FrameCount = frameCount;
        IsOpaque = frame.Transparent is null && frame.Width == width && frame.Height == height;
    }

    public static (PictureDecoder? Decoder, SKCodecResult Result) Open(byte[] data)
    {
        if (data.Length < ScreenEnd)
            return (null, SKCodecResult.IncompleteInput);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(6)), height = BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(8));
        var palette = Palette(data, ScreenEnd, data[10]);
        var (first, count, result) = ReadFrames(data, ScreenEnd + palette.Length, palette);
        if (first is null)
            return (null, result);
        // As browsers do: a first frame that is larger than the canvas enlarges it.
        (width, height) = (Math.Max(width, first.X + first.Width), Math.Max(height, first.Y + first.Height));
        return (new GifDecoder(data, first, width, height, count), SKCodecResult.Success);
    }

    public override SKCodecResult Decode(PixelTarget target)
    {
        var indices = new byte[frame.Width];
        var row = 0;
        var reader = new GifLzw(data, frame.DataAt);
        if (!reader.IsUsable)
            return reader.HasEnded ? SKCodecResult.IncompleteInput : SKCodecResult.ErrorInInput;
        while (row < frame.Height)
        {
            var isWhole = reader.TryRead(indices, out var count);
            frame.Paint(indices.AsSpan(0, count), target.Row(frame.Y + frame.RowOf(row)));
            if (!isWhole)
                break;
            row++;
        }

        return row == frame.Height ? SKCodecResult.Success : reader.HasEnded ? SKCodecResult.IncompleteInput : SKCodecResult.ErrorInInput;
    }

    private static (GifFrame? First, int Count, SKCodecResult Result) ReadFrames(byte[] data, int at, byte[] globalPalette)
    {
        GifFrame? first = null;
        var count = 0;
        byte? transparent = null;
        while (at < data.Length && data[at] != Trailer)
        {
            if (data[at] == Extension)
            {
                if (data.Length - at >= 7 && data[at + 1] == GraphicControl && data[at + 2] >= 4)
                    transparent = (data[at + 3] & 1) != 0 ? data[at + 6] : null;
                at = SkipBlocks(data, at + 2);
                continue;
            }

            if (data[at] != ImageSeparator)
                return (first, count, SKCodecResult.InvalidInput);
            if (data.Length - at < 10)
                break;
            var flags = data[at + 9];
            var localPalette = Palette(data, at + 10, flags);
            var dataAt = at + 10 + localPalette.Length;
            first ??= new GifFrame(
                BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 1)),
                BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 3)),
                BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 5)),
                BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 7)),
                (flags & 0x40) != 0,
                localPalette.Length > 0 ? localPalette : globalPalette,
                transparent,
                dataAt);
            if (first.Width == 0 || first.Height == 0)
                return (null, 0, SKCodecResult.InvalidInput);
            count++;
            at = SkipBlocks(data, dataAt + 1);
        }

        return (first, count, SKCodecResult.IncompleteInput);
    }

    // The flags' lowest bits tell the size; a palette that is cut short has the colours that are there.
    private static byte[] Palette(byte[] data, int at, byte flags)
    {
        if ((flags & 0x80) == 0 || at >= data.Length)
            return [];
        return data[at..Math.Min(data.Length, at + 3 * (2 << (flags & 7)))];
    }

    private static int SkipBlocks(byte[] data, int at)
    {
        while (at < data.Length && data[at] != 0)
            at += data[at] + 1;
        return at + 1;
    }
}
