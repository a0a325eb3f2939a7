using System.IO.Hashing;

namespace DialClip.Standins.Tests.Hashing;

public sealed class CrcTests
{
    // The published check value of each: the hash of the nine digits.
    private static readonly byte[] Digits = "123456789"u8.ToArray();
    private static readonly byte[] Check64 = Convert.FromHexString("6C40DF5F0B497347");
    private static readonly byte[] Check32 = Convert.FromHexString("2639F4CB");

    [Fact]
    public void Hash_OfCheckText_IsThePublishedValue()
    {
        Assert.Equal(Check64, Crc64.Hash(Digits));
        Assert.Equal(Check32, Crc32.Hash(Digits));
        Assert.Equal(new byte[8], Crc64.Hash([]));
        Assert.Equal(new byte[4], Crc32.Hash([]));
    }

    [Fact]
    public async Task Append_InAnyWay_GivesTheSame()
    {
        var bytes = Enumerable.Range(0, 10_000).Select(i => (byte)(i * 31)).ToArray();
        foreach (var hash in new NonCryptographicHashAlgorithm[] { new Crc64(), new Crc32() })
        {
            hash.Append(bytes);
            var whole = hash.GetHashAndReset();

            hash.Append(bytes.AsSpan(0, 7));
            hash.Append(new MemoryStream(bytes[7..5000]));
            await hash.AppendAsync(new MemoryStream(bytes[5000..]));

            Assert.Equal(whole, hash.GetCurrentHash());
            Assert.Equal(whole, hash.GetHashAndReset());
            Assert.NotEqual(whole, hash.GetCurrentHash());
        }
    }

    [Fact]
    public void Destination_TooShort_IsRefusedAndKeepsTheState()
    {
        var hash = new Crc64();
        hash.Append(Digits);

        Assert.False(hash.TryGetHashAndReset(new byte[7], out var written));
        Assert.Equal(0, written);
        Assert.Throws<ArgumentException>(() => hash.GetCurrentHash(new byte[7]));
        Assert.False(Crc64.TryHash(Digits, new byte[7], out _));
        var destination = new byte[9];
        Assert.True(hash.TryGetHashAndReset(destination, out written));
        Assert.Equal(8, written);
        Assert.Equal([.. Check64, 0], destination);
        Assert.Equal(new byte[8], hash.GetCurrentHash());
    }

    [Fact]
    public async Task AppendAsync_Cancelled_Ends() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Crc32().AppendAsync(new MemoryStream(Digits), new CancellationToken(canceled: true)));
}
