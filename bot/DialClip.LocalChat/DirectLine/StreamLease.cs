namespace DialClip.LocalChat.DirectLine;

/// <summary>The right of one stream to be open.</summary>
/// <param name="release">Called when the stream is closed.</param>
internal sealed class StreamLease(Action<StreamLease> release) : IDisposable
{
    private readonly CancellationTokenSource revoked = new();

    /// <summary>
    /// Gets the token that is cancelled when a newer stream replaces this one, or the conversation ends.
    /// </summary>
    public CancellationToken Revoked => revoked.Token;

    public void Revoke() => revoked.Cancel();

    public void Dispose() => release(this);
}
