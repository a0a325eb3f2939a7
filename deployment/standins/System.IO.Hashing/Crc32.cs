using System.Buffers.Binary;

namespace System.IO.Hashing;

/// <summary>CRC-32 of IEEE 802.3: least significant bit first, inverted at both ends, the result little endian.</summary>
public sealed class Crc32 : NonCryptographicHashAlgorithm
{
    private const int Size = sizeof(uint);
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = MakeTable();

    private uint crc = uint.MaxValue;

    /// <summary>Begins a hash.</summary>
    public Crc32()
        : base(Size)
    {
    }

    /// <summary>Gets the hash of the bytes.</summary>
    public static byte[] Hash(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(source.AsSpan());
    }

    /// <summary>Gets the hash of the bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> source)
    {
        var hash = new byte[Size];
        Hash(source, hash);
        return hash;
    }

    /// <summary>Writes the hash of the bytes.</summary>
    /// <returns>The number of bytes written, 4.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int Hash(ReadOnlySpan<byte> source, Span<byte> destination) => TryHash(source, destination, out var written)
        ? written
        : throw new ArgumentException($"The destination has {destination.Length} bytes; the hash needs {Size}.", nameof(destination));

    /// <summary>Writes the hash of the bytes, if the destination is long enough.</summary>
    public static bool TryHash(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = BinaryPrimitives.TryWriteUInt32LittleEndian(destination, HashToUInt32(source)) ? Size : 0;
        return bytesWritten > 0;
    }

    /// <summary>Gets the hash of the bytes as a number.</summary>
    public static uint HashToUInt32(ReadOnlySpan<byte> source) => ~Update(uint.MaxValue, source);

    /// <summary>Gets the hash of what was appended so far as a number.</summary>
    public uint GetCurrentHashAsUInt32() => ~crc;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> source) => crc = Update(crc, source);

    /// <inheritdoc/>
    public override void Reset() => crc = uint.MaxValue;

    /// <inheritdoc/>
    protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, ~crc);

    private static uint Update(uint crc, ReadOnlySpan<byte> source)
    {
        foreach (var next in source)
            crc = Table[(byte)crc ^ next] ^ crc >> 8;
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = (uint)i;
            for (var bit = 0; bit < 8; bit++)
                value = value >> 1 ^ (value & 1) * Polynomial;
            table[i] = value;
        }

        return table;
    }
}
