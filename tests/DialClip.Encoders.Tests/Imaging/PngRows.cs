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
        for (var at = 8; at < png.Length; at += Length(png, at) + 12)
        {
            if (!png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                continue;
            packed.Write(png, at + 8, Length(png, at));
            (first, end) = (first == 0 ? at : first, at + Length(png, at) + 12);
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

    private static int Length(byte[] png, int at) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
}
