using System.Buffers.Binary;

namespace SkiaSharp.Decoding;

/// <summary>What a JPEG's markers tell apart from its pixels.</summary>
internal readonly record struct JpegMarkers(int Scans, bool IsProgressive, bool HasEnd, SKEncodedOrigin Origin)
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;
    private const int Application1 = 0xE1;
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>Walks from marker to marker; stops where there is none.</summary>
    public static JpegMarkers Read(ReadOnlySpan<byte> data)
    {
        var (scans, progressive, origin) = (0, false, SKEncodedOrigin.Default);
        for (var at = 2; at < data.Length;)
        {
            // Within a scan 0xFF is followed by 0 or a restart marker; before any other marker it may be repeated.
            var next = data[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= data.Length)
                break;
            at += next + 1;
            int marker = data[at];
            if (marker == 0xFF)
                continue;
            at++;
            if (marker == EndOfImage)
                return new JpegMarkers(scans, progressive, true, origin);
            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD8))
                continue;
            if (data.Length - at < 2)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            scans += marker == StartOfScan ? 1 : 0;
            progressive |= marker is 0xC2 or 0xC6 or 0xCA or 0xCE;
            if (marker == Application1 && length > 2 && origin == SKEncodedOrigin.Default)
                origin = ReadOrigin(data.Slice(at + 2, Math.Min(length - 2, data.Length - at - 2)));
            at += length;
        }

        return new JpegMarkers(scans, progressive, false, origin);
    }

    // EXIF is a TIFF file within: its byte order, the place of its first directory, and there 12 bytes for every entry.
    private static SKEncodedOrigin ReadOrigin(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8))
            return SKEncodedOrigin.Default;
        var tiff = segment[6..];
        var little = tiff[0] == (byte)'I';
        if (!tiff.StartsWith(little ? [(byte)'I', (byte)'I', 42, 0] : [(byte)'M', (byte)'M', 0, 42]))
            return SKEncodedOrigin.Default;
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return SKEncodedOrigin.Default;
        var entries = tiff[(int)directory..];
        int count = Short(entries, little);
        for (entries = entries[2..]; count > 0 && entries.Length >= 12; count--, entries = entries[12..])
        {
            if (Short(entries, little) != OrientationTag || Short(entries[2..], little) != ShortType)
                continue;
            var value = Short(entries[8..], little);
            return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : SKEncodedOrigin.Default;
        }

        return SKEncodedOrigin.Default;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
