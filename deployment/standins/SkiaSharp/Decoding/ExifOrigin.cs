using System.Buffers.Binary;

namespace SkiaSharp.Decoding;

/// <summary>Reads the orientation out of EXIF, a TIFF file within: its byte order, the place of its first directory, and there 12 bytes for every entry.</summary>
internal static class ExifOrigin
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>Gets the orientation; the default where there is none that can be read.</summary>
    public static SKEncodedOrigin Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return SKEncodedOrigin.Default;
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
