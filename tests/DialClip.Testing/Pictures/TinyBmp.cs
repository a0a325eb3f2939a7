using System.Buffers.Binary;

namespace DialClip.Testing;

/// <summary>Writes small BMP files with the 40-byte header.</summary>
internal static class TinyBmp
{
    /// <summary>
    /// Writes a file of stored rows, each filled up to groups of four bytes, after masks or a palette; a negative
    /// height means rows from the top.
    /// </summary>
    public static byte[] Encode(
        int width,
        int height,
        ushort bits,
        byte[] afterHeader,
        byte[] rows,
        uint compression = 0,
        uint colours = 0
    )
    {
        var file = new byte[54 + afterHeader.Length + rows.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + afterHeader.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(28), bits);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(30), compression);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(46), colours);
        afterHeader.CopyTo(file, 54);
        rows.CopyTo(file, 54 + afterHeader.Length);
        return file;
    }

    /// <summary>2 x 2 pixels of 24 bits: red, green above blue, white.</summary>
    public static byte[] Colours() =>
        Encode(2, 2, 24, [], [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]);
}
