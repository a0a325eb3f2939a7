using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the orientation out of EXIF data, which are a TIFF file.</summary>
internal static class ExifReader
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;
    private const int TiffHeader = 8;
    private const int EntryLength = 12;

    /// <summary>Gets the orientation, 1 to 8; 1 where there is none that can be read.</summary>
    public static int ReadOrientation(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < TiffHeader || !(isLittle || tiff.StartsWith("MM\0*"u8)))
            return 1;
        var directory = isLittle
            ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;
        var entries = tiff[((int)directory + 2)..];
        for (var count = Number(tiff[(int)directory..]); count > 0 && entries.Length >= EntryLength; count--)
        {
            if (Number(entries) == OrientationTag && Number(entries[2..]) == ShortType)
                return Number(entries[8..]) is >= 1 and <= 8 and var orientation ? orientation : 1;
            entries = entries[EntryLength..];
        }

        return 1;

        int Number(ReadOnlySpan<byte> bytes) =>
            isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
