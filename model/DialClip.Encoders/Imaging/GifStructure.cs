using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the block structure of a GIF (GIF89a).</summary>
internal static class GifStructure
{
    private const string Format = "GIF";
    private const int ScreenWidth = 6;
    private const int ScreenLength = 13;
    private const int FrameLength = 10;
    private const byte Extension = 0x21;
    private const byte Frame = 0x2C;
    private const byte Trailer = 0x3B;

    /// <summary>Reads the structure.</summary>
    /// <exception cref="ImageFormatException">
    /// The file ends before its trailer, holds no frame, or too many blocks or pixels.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits, PictureWork work)
    {
        var frames = 0;
        var position = ScreenLength + PaletteLength(file, ScreenLength - 3);
        while (ByteAt(file, position) is var block && block != Trailer)
        {
            work.AddPart();
            if (block == Extension)
            {
                position = SkipBlocks(file, position + 2, work);
                continue;
            }

            if (block != Frame)
            {
                // Behind a frame it is no part of the picture any more, as behind a trailer.
                if (frames > 0)
                    break;
                throw ImageFormatException.Damaged(Format, file.Length, $"block 0x{block:X2} is none of a GIF's");
            }

            var palette = PaletteLength(file, position + FrameLength - 1);
            if (frames++ == 0)
                RequireSize(file, position, limits);
            // The code size stands before the blocks.
            position = SkipBlocks(file, position + FrameLength + palette + 1, work);
        }

        return frames > 0
            ? new(frames, Orientation: 1)
            : throw ImageFormatException.Damaged(Format, file.Length, "it holds no frame");
    }

    // The lowest three bits tell the number of colours, 3 bytes each.
    private static int PaletteLength(ReadOnlySpan<byte> file, int position) =>
        ByteAt(file, position) is var flags && (flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0;

    // The first frame is the one that is decoded; one that reaches beyond the screen enlarges it.
    private static void RequireSize(ReadOnlySpan<byte> file, int frame, ImageLimits limits)
    {
        var (width, height) = (Number(file, frame + 5), Number(file, frame + 7));
        if (width == 0 || height == 0)
            throw ImageFormatException.Damaged(Format, file.Length, "its first frame has no pixels");
        limits.Require(
            Format,
            Math.Max(Number(file, ScreenWidth), Number(file, frame + 1) + width),
            Math.Max(Number(file, ScreenWidth + 2), Number(file, frame + 3) + height)
        );
    }

    private static int SkipBlocks(ReadOnlySpan<byte> file, int position, PictureWork work)
    {
        for (; ByteAt(file, position) is var length && length != 0; position += length + 1)
            work.AddStep();
        return position + 1;
    }

    private static int Number(ReadOnlySpan<byte> file, int position) =>
        BinaryPrimitives.ReadUInt16LittleEndian(file[position..]);

    private static byte ByteAt(ReadOnlySpan<byte> file, int position) =>
        position < file.Length ? file[position] : throw ImageFormatException.EndsEarly(Format, file.Length);
}
