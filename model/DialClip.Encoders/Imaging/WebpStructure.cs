using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the chunk structure of a WebP (RFC 9649).</summary>
internal static class WebpStructure
{
    private const string Format = "WebP";
    private const int RiffHeader = 8;
    private const int FirstChunk = 12;
    private const int ChunkHeader = 8;

    /// <summary>Reads the structure.</summary>
    /// <remarks>
    /// Some writers put the six bytes before the EXIF that a JPEG has; the decoder does not know them, so EXIF is read
    /// here.
    /// </remarks>
    /// <exception cref="ImageFormatException">
    /// The file is shorter than its header says, holds no picture, or too many chunks or pixels.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits, PictureWork work)
    {
        var end = RiffHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (end > file.Length)
            throw ImageFormatException.EndsEarly(Format, file.Length);
        var (stills, frames, orientation) = (0, 0, 1);
        for (long at = FirstChunk; end - at >= ChunkHeader; )
        {
            work.AddPart();
            var chunk = file[(int)at..(int)end];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (length > chunk.Length - ChunkHeader)
                throw ImageFormatException.Damaged(Format, file.Length, "a chunk is longer than the file");
            RequireSize(chunk[..(ChunkHeader + (int)length)], limits);
            if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("VP8L"u8))
                stills++;
            else if (chunk.StartsWith("ANMF"u8))
                frames++;
            else if (chunk.StartsWith("EXIF"u8))
                orientation = ExifReader.ReadOrientation(chunk.Slice(ChunkHeader, (int)length));
            // Chunks begin at even positions.
            at += ChunkHeader + (long)length + (length & 1);
        }

        return stills + frames > 0
            ? new(Math.Max(1, frames), orientation)
            : throw ImageFormatException.Damaged(Format, file.Length, "it holds no picture");
    }

    // Of the canvas, of a picture or of a frame; a chunk that is too short for one is the decoder's to refuse.
    private static void RequireSize(ReadOnlySpan<byte> chunk, ImageLimits limits)
    {
        var data = chunk[ChunkHeader..];
        var (width, height) =
            chunk.StartsWith("VP8X"u8) && data.Length >= 10 ? (1 + Number24(data[4..]), 1 + Number24(data[7..]))
            : chunk.StartsWith("ANMF"u8) && data.Length >= 12 ? (1 + Number24(data[6..]), 1 + Number24(data[9..]))
            : chunk.StartsWith("VP8L"u8) && data.Length >= 5 ? ReadLosslessSize(data[1..])
            : chunk.StartsWith("VP8 "u8) && data.Length >= 10 ? (Number14(data[6..]), Number14(data[8..]))
            : (0, 0);
        limits.Require(Format, width, height);
    }

    // 14 bits for each side, less one.
    private static (int Width, int Height) ReadLosslessSize(ReadOnlySpan<byte> data)
    {
        var sides = BinaryPrimitives.ReadUInt32LittleEndian(data);
        return (1 + (int)(sides & 0x3FFF), 1 + (int)((sides >> 14) & 0x3FFF));
    }

    private static int Number14(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes) & 0x3FFF;

    private static int Number24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
