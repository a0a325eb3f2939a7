using Polly;

namespace DialClip.Model.Artifacts;

/// <summary>A stream that opens its source again, where it broke off, when reading fails in a way that may pass.</summary>
internal sealed class ResumingStream(long length, Func<long, CancellationToken, Task<Stream>> openAt, ResiliencePipeline pipeline, Func<Exception, Exception?> explain) : Stream
{
    private Stream? source;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.Length == 0)
            return 0;
        try
        {
            var read = await pipeline.ExecuteAsync(async stop => await ReadOnceAsync(buffer, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            position += read;
            return read;
        }
        catch (Exception error) when (explain(error) is { } explained)
        {
            throw explained;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream comes from the network; read it asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source?.Dispose();
        source = null;
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            source ??= await openAt(position, cancellationToken).ConfigureAwait(false);
            var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            // An answer that ends early without an error is as broken as one with an error.
            return read > 0 ? read : throw new EndOfStreamException($"The content ended after {position} of {length} bytes.");
        }
        catch
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (source is not null)
            await source.DisposeAsync().ConfigureAwait(false);
        source = null;
    }
}
