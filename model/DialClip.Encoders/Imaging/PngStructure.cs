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
    /// The file ends before IEND, holds no picture, or too many chunks or pixels.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits, PictureWork work)
    {
        var (hasPixels, frames, orientation) = (false, 1, 1);
        for (var at = Signature; ; at += Overhead)
        {
            work.AddPart();
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
                RequireSize(data, limits, work);
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

    /// <summary>
    /// Gets the file without what its pixels do not need, such as texts and colour profiles, which a decoder would
    /// unpack: a few bytes may become gigabytes.
    /// </summary>
    /// <param name="file">A file whose structure was read.</param>
    public static byte[] WithoutAncillaryChunks(ReadOnlySpan<byte> file)
    {
        var kept = new byte[file.Length];
        file[..Signature].CopyTo(kept);
        var end = Signature;
        for (var at = Signature; ; )
        {
            var chunk = file.Slice(at, Overhead + BinaryPrimitives.ReadInt32BigEndian(file[at..]));
            var type = chunk.Slice(4, 4);
            // A small letter begins what a decoder may leave out.
            if (!char.IsAsciiLetterLower((char)type[0]) || type.SequenceEqual("tRNS"u8))
            {
                chunk.CopyTo(kept.AsSpan(end));
                end += chunk.Length;
            }

            if (type.SequenceEqual("IEND"u8))
                return kept[..end];
            at += chunk.Length;
        }
    }

    private static void RequireSize(ReadOnlySpan<byte> header, ImageLimits limits, PictureWork work)
    {
        var (width, height) = (
            BinaryPrimitives.ReadUInt32BigEndian(header),
            BinaryPrimitives.ReadUInt32BigEndian(header[4..])
        );
        limits.Require(Format, width, height);
        var (bits, isInterlaced) = (header[8], header[12] != 0);
        // Interlaced, the pixels are written to one buffer and read again from there; 16 bits are twice the bytes.
        work.RequirePasses(width, height, (isInterlaced ? 2 : 1) * (bits > 8 ? 2 : 1));
    }

    private static bool HasChecksum(ReadOnlySpan<byte> chunk, int length) =>
        Crc32.HashToUInt32(chunk.Slice(4, 4 + length)) == BinaryPrimitives.ReadUInt32BigEndian(chunk[(8 + length)..]);
}
