using System.Buffers.Binary;
using System.IO.Compression;

namespace DialClip.Testing;

/// <summary>Writes small PNG files, 8 bits a sample, without row filters.</summary>
internal static class TinyPng
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Indexed = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Of each Adam7 pass: the first column and row, and the steps.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static byte[] Encode(int width, int height, byte kind, byte[] samples, bool interlaced = false, params (string Type, byte[] Data)[] chunks)
    {
        var perPixel = kind switch { Grey or Indexed => 1, GreyAlpha => 2, Rgb => 3, _ => 4 };
        using var file = new MemoryStream();
        file.Write(Signature);
        Write(file, "IHDR", Header(width, height, kind, interlaced));
        foreach (var (type, data) in chunks)
            Write(file, type, data);
        using var rows = new MemoryStream();
        foreach (var (startX, startY, stepX, stepY) in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            for (var y = startY; y < height && startX < width; y += stepY)
            {
                rows.WriteByte(0);
                for (var x = startX; x < width; x += stepX)
                    rows.Write(samples, (y * width + x) * perPixel, perPixel);
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            rows.WriteTo(zlib);
        Write(file, "IDAT", packed.ToArray());
        Write(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A file of this size whose pixels are missing.</summary>
    public static byte[] HeaderOf(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Write(file, "IHDR", Header(width, height, Rgba, interlaced: false));
        Write(file, "IDAT", [0x78, 0x9C]);
        return file.ToArray();
    }

    /// <summary>The checksum of a chunk: of its type and data.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ (crc & 1) * 0xEDB88320;
        }

        return ~crc;
    }

    private static byte[] Header(int width, int height, byte kind, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (8, kind, (byte)(interlaced ? 1 : 0));
        return header;
    }

    private static void Write(MemoryStream file, string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        file.Write(chunk);
    }
}
