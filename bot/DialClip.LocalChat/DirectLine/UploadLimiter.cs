using System.Threading.RateLimiting;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Limiter of uploads that are read at once, because each takes memory: few in all, fewer of a network, and one of a
/// conversation.
/// </summary>
internal sealed class UploadLimiter : IDisposable
{
    private const int Permits = 4;
    private const int Queued = 32;
    private const int PermitsPerNetwork = 3;
    private const int QueuedPerNetwork = 24;
    private const int QueuedPerConversation = 8;

    private readonly PartitionedRateLimiter<Sender> perConversation = Create(
        sender => sender.Conversation,
        1,
        QueuedPerConversation
    );
    private readonly PartitionedRateLimiter<Sender> perNetwork = Create(
        sender => sender.Network,
        PermitsPerNetwork,
        QueuedPerNetwork
    );
    private readonly PartitionedRateLimiter<Sender> overall = Create(_ => "", Permits, Queued);
    private readonly PartitionedRateLimiter<Sender> combined;

    // From the narrowest: who waits for a permit holds none of those that others wait for.
    public UploadLimiter() => combined = PartitionedRateLimiter.CreateChained(perConversation, perNetwork, overall);

    /// <summary>Waits for a permit; a lease that is not acquired means that too many wait.</summary>
    public ValueTask<RateLimitLease> AcquireAsync(
        string conversation,
        string network,
        CancellationToken cancellationToken
    ) => combined.AcquireAsync(new(conversation, network), 1, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        combined.Dispose();
        perConversation.Dispose();
        perNetwork.Dispose();
        overall.Dispose();
    }

    private static PartitionedRateLimiter<Sender> Create(Func<Sender, string> getKey, int permits, int queued) =>
        PartitionedRateLimiter.Create<Sender, string>(sender =>
            RateLimitPartition.GetConcurrencyLimiter(
                getKey(sender),
                _ => new() { PermitLimit = permits, QueueLimit = queued }
            )
        );

    private readonly record struct Sender(string Conversation, string Network);
}
