using System.Threading.RateLimiting;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Lets few uploads be read at once, for each takes memory and time while it is read, and of one conversation one.</summary>
internal sealed class UploadTurns : IDisposable
{
    private const int AtOnce = 4;
    private const int Waiting = 32;
    private const int WaitingOfConversation = 8;

    private readonly PartitionedRateLimiter<string> ofConversation = PartitionedRateLimiter.Create<string, string>(
        conversation =>
            RateLimitPartition.GetConcurrencyLimiter(
                conversation,
                _ => new() { PermitLimit = 1, QueueLimit = WaitingOfConversation }
            )
    );

    private readonly PartitionedRateLimiter<string> ofAll = PartitionedRateLimiter.Create<string, int>(_ =>
        RateLimitPartition.GetConcurrencyLimiter(0, _ => new() { PermitLimit = AtOnce, QueueLimit = Waiting })
    );

    private readonly PartitionedRateLimiter<string> turns;

    // Its own conversation comes first: who waits there waits in nobody else's way.
    public UploadTurns() => turns = PartitionedRateLimiter.CreateChained(ofConversation, ofAll);

    /// <summary>Waits for a turn; one that is not acquired means that too many wait.</summary>
    public ValueTask<RateLimitLease> TakeAsync(string conversation, CancellationToken cancellationToken) =>
        turns.AcquireAsync(conversation, 1, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        turns.Dispose();
        ofConversation.Dispose();
        ofAll.Dispose();
    }
}
