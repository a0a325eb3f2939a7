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
    /// The file is shorter than its header says, or holds no picture.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file)
    {
        var end = RiffHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (end > file.Length)
            throw ImageFormatException.EndsEarly(Format, file.Length);
        var (stills, frames, orientation) = (0, 0, 1);
        for (long at = FirstChunk; end - at >= ChunkHeader; )
        {
            var chunk = file[(int)at..(int)end];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (length > chunk.Length - ChunkHeader)
                throw ImageFormatException.Damaged(Format, file.Length, "a chunk is longer than the file");
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
}
