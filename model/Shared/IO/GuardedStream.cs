namespace DialClip.Shared.IO;

/// <summary>A forward-only stream over a network's, each read of which goes through a guard.</summary>
/// <param name="source">The stream; it is disposed with this one.</param>
/// <param name="guard">Performs a read: gives it a time limit, or translates its errors.</param>
internal sealed class GuardedStream(Stream source, GuardedStream.Guard guard) : Stream
{
    /// <summary>Performs one read of the source.</summary>
    public delegate ValueTask<int> Guard(
        Func<CancellationToken, ValueTask<int>> read,
        CancellationToken cancellationToken
    );

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position
    {
        get => source.Position;
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        guard(token => source.ReadAsync(buffer, token), cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This stream comes from the network; read it asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
