using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the block structure of a GIF (GIF89a).</summary>
internal static class GifStructure
{
    private const string Format = "GIF";
    private const int ScreenLength = 13;
    private const int FrameLength = 10;
    private const byte Extension = 0x21;
    private const byte Frame = 0x2C;
    private const byte Trailer = 0x3B;

    /// <summary>Reads the structure.</summary>
    /// <exception cref="ImageFormatException">The file ends before its trailer, or holds no frame.</exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file)
    {
        var frames = 0;
        var position = ScreenLength + PaletteLength(file, ScreenLength - 3);
        while (ByteAt(file, position) is var block && block != Trailer)
        {
            if (block == Extension)
            {
                position = SkipBlocks(file, position + 2);
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
            if (frames++ == 0 && (Number(file, position + 5) == 0 || Number(file, position + 7) == 0))
                throw ImageFormatException.Damaged(Format, file.Length, "its first frame has no pixels");
            // The code size stands before the blocks.
            position = SkipBlocks(file, position + FrameLength + palette + 1);
        }

        return frames > 0
            ? new(frames, Orientation: 1)
            : throw ImageFormatException.Damaged(Format, file.Length, "it holds no frame");
    }

    // The lowest three bits tell the number of colours, 3 bytes each.
    private static int PaletteLength(ReadOnlySpan<byte> file, int position) =>
        ByteAt(file, position) is var flags && (flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0;

    private static int SkipBlocks(ReadOnlySpan<byte> file, int position)
    {
        while (ByteAt(file, position) is var length && length != 0)
            position += length + 1;
        return position + 1;
    }

    private static int Number(ReadOnlySpan<byte> file, int position) =>
        BinaryPrimitives.ReadUInt16LittleEndian(file[position..]);

    private static byte ByteAt(ReadOnlySpan<byte> file, int position) =>
        position < file.Length ? file[position] : throw ImageFormatException.EndsEarly(Format, file.Length);
}
