namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// The limit of what a stream reads from its client: every byte of the connection, those of pings, too. A client of a
/// stream has nothing to say but that it is there.
/// </summary>
internal sealed class InboundLimit(TimeProvider time) : IDisposable
{
    /// <summary>The bytes per second that a client may send.</summary>
    public const int BytesPerSecond = 1024;

    /// <summary>The bytes that a client may send at once.</summary>
    public const int BurstBytes = 16 * 1024;

    /// <summary>The bytes of one message.</summary>
    public const int MessageBytes = 4096;

    private readonly CancellationTokenSource exceeded = new();
    private double available = BurstBytes;
    private long last = time.GetTimestamp();

    /// <summary>Gets the token that is cancelled when the client has sent too much.</summary>
    public CancellationToken Exceeded => exceeded.Token;

    /// <summary>Counts bytes that were read; one reader at a time.</summary>
    /// <returns>Whether they are within the limit. Beyond it nothing is any more.</returns>
    public async ValueTask<bool> TakeAsync(int bytes)
    {
        var now = time.GetTimestamp();
        available = Math.Min(BurstBytes, available + (time.GetElapsedTime(last, now).TotalSeconds * BytesPerSecond));
        last = now;
        available -= bytes;
        if (available < 0 && !exceeded.IsCancellationRequested)
            await exceeded.CancelAsync().ConfigureAwait(false);
        return !exceeded.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public void Dispose() => exceeded.Dispose();
}
