using System.Buffers.Binary;
using System.IO.Hashing;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the chunk structure of a PNG (W3C PNG, third edition).</summary>
internal static class PngStructure
{
    private const string Format = "PNG";
    private const int Signature = 8;
    private const int HeaderLength = 13;

    // Length and type before the data, the checksum behind.
    private const int Overhead = 12;

    /// <summary>Reads the structure. The decoder compares the checksums of all chunks that it needs.</summary>
    /// <exception cref="ImageFormatException">
    /// The file ends before IEND, holds no picture, or too many pixels.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var (hasPixels, frames, orientation) = (false, 1, 1);
        for (var at = Signature; ; at += Overhead)
        {
            var rest = file[at..];
            if (rest.Length < Overhead || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - Overhead)
                throw ImageFormatException.EndsEarly(Format, file.Length);
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            var type = rest.Slice(4, 4);
            var data = rest.Slice(8, length);
            var isHeader = type.SequenceEqual("IHDR"u8) && length == HeaderLength && HasChecksum(rest, length);
            if (at == Signature && !isHeader)
                throw ImageFormatException.Damaged(Format, file.Length, "it does not begin with a whole header");
            if (at == Signature)
                limits.Require(
                    Format,
                    BinaryPrimitives.ReadUInt32BigEndian(data),
                    BinaryPrimitives.ReadUInt32BigEndian(data[4..])
                );
            else if (type.SequenceEqual("IDAT"u8))
                hasPixels = true;
            else if (type.SequenceEqual("acTL"u8) && length >= 4)
                frames = Math.Max(1, BinaryPrimitives.ReadInt32BigEndian(data));
            else if (type.SequenceEqual("eXIf"u8) && HasChecksum(rest, length))
                orientation = ExifReader.ReadOrientation(data);
            else if (type.SequenceEqual("IEND"u8))
                break;
            at += length;
        }

        return hasPixels
            ? new(frames, orientation)
            : throw ImageFormatException.Damaged(Format, file.Length, "it holds no picture before its end");
    }

    private static bool HasChecksum(ReadOnlySpan<byte> chunk, int length) =>
        Crc32.HashToUInt32(chunk.Slice(4, 4 + length)) == BinaryPrimitives.ReadUInt32BigEndian(chunk[(8 + length)..]);
}
