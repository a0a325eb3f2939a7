using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the header of a BMP; rows of known length follow, whose missing bytes its decoder reports.</summary>
internal static class BmpStructure
{
    private const string Format = "BMP";
    private const int HeaderSize = 14;
    private const int OldHeader = 12;
    private const int HeaderEnd = 26;

    /// <summary>Reads the structure.</summary>
    /// <exception cref="ImageFormatException">The file ends within its header, or has too many pixels.</exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (file.Length < HeaderEnd)
            throw ImageFormatException.EndsEarly(Format, file.Length);
        var isOld = BinaryPrimitives.ReadInt32LittleEndian(file[HeaderSize..]) == OldHeader;
        long width = isOld
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..])
            : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        // Rows from the top have a negative height.
        long height = isOld
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..])
            : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        limits.Require(Format, Math.Max(0, width), height);
        return new(Frames: 1, Orientation: 1);
    }
}
