using System.Buffers.Binary;

namespace SkiaSharp.Decoding;

/// <summary>What a JPEG's markers tell apart from its pixels.</summary>
internal readonly record struct JpegMarkers(int Scans, bool IsProgressive, bool HasEnd, SKEncodedOrigin Origin)
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;
    private const int Application1 = 0xE1;
    private const int LastReserved = 0xBF;

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
            // No marker of any JPEG: the decoder steps over these two bytes and reads on, so what a made-up length would hide, such as scans without end, is counted here.
            if (marker <= LastReserved)
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

    private static SKEncodedOrigin ReadOrigin(ReadOnlySpan<byte> segment) =>
        segment.StartsWith("Exif\0\0"u8) ? ExifOrigin.Read(segment[6..]) : SKEncodedOrigin.Default;
}
