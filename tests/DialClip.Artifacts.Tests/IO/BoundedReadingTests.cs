using DialClip.Shared.IO;

namespace DialClip.Artifacts.Tests.IO;

public sealed class BoundedReadingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(5, 6)]
    [InlineData(200_000, 200_000)]
    public async Task ReadAtMostAsync_AsManyBytesAsTheLimit_GivesAllOfThem(int length, int limit)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();

        Assert.Equal(bytes, await new MemoryStream(bytes).ReadAtMostAsync(limit, default));
        Assert.Equal(bytes, new MemoryStream(bytes).ReadAtMost(limit));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(200_001, 200_000)]
    public async Task ReadAtMostAsync_OneByteMore_GivesNull(int length, int limit)
    {
        Assert.Null(await new MemoryStream(new byte[length]).ReadAtMostAsync(limit, default));
        Assert.Null(new MemoryStream(new byte[length]).ReadAtMost(limit));
    }

    [Fact]
    public async Task ReadAtMostAsync_EndlessStream_StopsSoonAfterTheLimit()
    {
        var endless = new EndlessStream();

        Assert.Null(await endless.ReadAtMostAsync(1_000_000, default));
        Assert.InRange(endless.Given, 1_000_000, 1_200_000);
    }

    [Fact]
    public async Task ReadAtMostAsync_Cancelled_Throws() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new MemoryStream([1]).ReadAtMostAsync(1, new CancellationToken(canceled: true))
        );

    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
