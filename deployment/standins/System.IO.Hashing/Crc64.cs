using System.Buffers.Binary;

namespace System.IO.Hashing;

/// <summary>CRC-64 of ECMA-182: most significant bit first, from zero, the result big endian.</summary>
public sealed class Crc64 : NonCryptographicHashAlgorithm
{
    private const int Size = sizeof(ulong);
    private const ulong Polynomial = 0x42F0E1EBA9EA3693;
    private static readonly ulong[] Table = MakeTable();

    private ulong crc;

    /// <summary>Begins a hash.</summary>
    public Crc64()
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
    /// <returns>The number of bytes written, 8.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int Hash(ReadOnlySpan<byte> source, Span<byte> destination) => TryHash(source, destination, out var written)
        ? written
        : throw new ArgumentException($"The destination has {destination.Length} bytes; the hash needs {Size}.", nameof(destination));

    /// <summary>Writes the hash of the bytes, if the destination is long enough.</summary>
    public static bool TryHash(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = BinaryPrimitives.TryWriteUInt64BigEndian(destination, HashToUInt64(source)) ? Size : 0;
        return bytesWritten > 0;
    }

    /// <summary>Gets the hash of the bytes as a number.</summary>
    public static ulong HashToUInt64(ReadOnlySpan<byte> source) => Update(0, source);

    /// <summary>Gets the hash of what was appended so far as a number.</summary>
    public ulong GetCurrentHashAsUInt64() => crc;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> source) => crc = Update(crc, source);

    /// <inheritdoc/>
    public override void Reset() => crc = 0;

    /// <inheritdoc/>
    protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, crc);

    private static ulong Update(ulong crc, ReadOnlySpan<byte> source)
    {
        foreach (var next in source)
            crc = Table[(byte)(crc >> 56) ^ next] ^ crc << 8;
        return crc;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = (ulong)i << 56;
            for (var bit = 0; bit < 8; bit++)
                value = value << 1 ^ (value >> 63) * Polynomial;
            table[i] = value;
        }

        return table;
    }
}
