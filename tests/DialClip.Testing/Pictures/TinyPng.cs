using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace DialClip.Testing;

/// <summary>Writes small PNG files, 8 or 16 bits a sample, without row filters.</summary>
internal static class TinyPng
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Indexed = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Of each Adam7 pass: the first column and row, and the steps.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    public static byte[] Encode(
        int width,
        int height,
        byte kind,
        byte[] samples,
        bool interlaced = false,
        params (string Type, byte[] Data)[] chunks
    ) => Encode(width, height, kind, 8, samples, interlaced, chunks);

    public static byte[] Encode(
        int width,
        int height,
        byte kind,
        byte bits,
        byte[] samples,
        bool interlaced = false,
        params (string Type, byte[] Data)[] chunks
    )
    {
        var perPixel =
            bits
            / 8
            * kind switch
            {
                Grey or Indexed => 1,
                GreyAlpha => 2,
                Rgb => 3,
                _ => 4,
            };
        using var file = new MemoryStream();
        file.Write(Signature);
        file.Write(Chunk("IHDR", Header(width, height, kind, bits, interlaced)));
        foreach (var (type, data) in chunks)
            file.Write(Chunk(type, data));
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
        file.Write(Chunk("IDAT", packed.ToArray()));
        file.Write(Chunk("IEND", []));
        return file.ToArray();
    }

    /// <summary>A file of this size whose pixels are missing.</summary>
    public static byte[] CreateHeader(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        file.Write(Chunk("IHDR", Header(width, height, Rgba, 8, interlaced: false)));
        file.Write(Chunk("IDAT", [0x78, 0x9C]));
        return file.ToArray();
    }

    /// <summary>A chunk with its checksum.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        WriteChecksum(chunk);
        return chunk;
    }

    /// <summary>Sets the checksum, of type and data, at the end of a chunk.</summary>
    public static void WriteChecksum(Span<byte> chunk) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], Crc32.HashToUInt32(chunk[4..^4]));

    private static byte[] Header(int width, int height, byte kind, byte bits, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (bits, kind, (byte)(interlaced ? 1 : 0));
        return header;
    }
}
