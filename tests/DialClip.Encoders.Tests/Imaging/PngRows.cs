using System.Buffers.Binary;
using System.IO.Compression;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>
/// Changes the rows of a whole PNG: within the packed data nearly every change would be caught by the unpacking.
/// </summary>
internal static class PngRows
{
    public static byte[] Change(byte[] png, Func<byte[], byte[]> change)
    {
        using var packed = new MemoryStream();
        var (first, end) = (0, 0);
        for (var offset = 8; offset < png.Length; offset += Length(png, offset) + 12)
        {
            if (!png.AsSpan(offset + 4, 4).SequenceEqual("IDAT"u8))
                continue;
            packed.Write(png, offset + 8, Length(png, offset));
            (first, end) = (first == 0 ? offset : first, offset + Length(png, offset) + 12);
        }

        packed.Position = 0;
        using var rows = new MemoryStream();
        using (var unpack = new ZLibStream(packed, CompressionMode.Decompress))
            unpack.CopyTo(rows);
        using var again = new MemoryStream();
        using (var pack = new ZLibStream(again, CompressionLevel.Fastest, leaveOpen: true))
            pack.Write(change(rows.ToArray()));
        return [.. png[..first], .. TinyPng.Chunk("IDAT", again.ToArray()), .. png[end..]];
    }

    private static int Length(byte[] png, int offset) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(offset));
}
