using DialClip.Bot.Conversation;
using DialClip.Bot.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>
/// Health check that writes a record of its own to the storage of conversations and reads it back: a storage that can
/// be read alone, such as one on a full disk, stores no turn.
/// </summary>
internal sealed class StorageHealthCheck(TimeProvider time, ConversationStorage storage) : IHealthCheck
{
    /// <summary>The key of the record, beside those of conversations.</summary>
    internal const string Key = "dialclip/health";

    /// <summary>How long a result is used.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const string Probe = "probe";
    private static readonly string[] Keys = [Key];

    private readonly SharedProbe probe = new(
        "The conversation storage",
        Interval,
        time,
        token => CheckAsync(storage, token)
    );

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => probe.GetAsync(cancellationToken);

    private static async Task<HealthCheckResult> CheckAsync(
        ConversationStorage storage,
        CancellationToken cancellationToken
    )
    {
        // Every process writes the same, so none is in another's way.
        await storage
            .Storage.WriteAsync(
                new Dictionary<string, object>
                {
                    [Key] = new ConversationItem { Json = Probe, ETag = "*" },
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var stored = await storage.Storage.ReadAsync(Keys, cancellationToken).ConfigureAwait(false);
        return stored.ContainsKey(Key)
            ? HealthCheckResult.Healthy("conversation storage takes records")
            : HealthCheckResult.Unhealthy("The conversation storage lost a record that was just written.");
    }
}
