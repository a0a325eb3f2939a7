using System.Threading.RateLimiting;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Limiter of uploads that are read at once, because each takes memory: few in all, and one of a conversation.
/// </summary>
internal sealed class UploadLimiter : IDisposable
{
    private const int Permits = 4;
    private const int Queued = 32;
    private const int QueuedPerConversation = 8;

    private readonly PartitionedRateLimiter<string> perConversation = PartitionedRateLimiter.Create<string, string>(
        conversation =>
            RateLimitPartition.GetConcurrencyLimiter(
                conversation,
                _ => new() { PermitLimit = 1, QueueLimit = QueuedPerConversation }
            )
    );

    private readonly PartitionedRateLimiter<string> overall = PartitionedRateLimiter.Create<string, int>(_ =>
        RateLimitPartition.GetConcurrencyLimiter(0, _ => new() { PermitLimit = Permits, QueueLimit = Queued })
    );

    private readonly PartitionedRateLimiter<string> combined;

    // The conversation's permit comes first: who waits for it blocks nobody else.
    public UploadLimiter() => combined = PartitionedRateLimiter.CreateChained(perConversation, overall);

    /// <summary>Waits for a permit; a lease that is not acquired means that too many wait.</summary>
    public ValueTask<RateLimitLease> AcquireAsync(string conversation, CancellationToken cancellationToken) =>
        combined.AcquireAsync(conversation, 1, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        combined.Dispose();
        perConversation.Dispose();
        overall.Dispose();
    }
}
