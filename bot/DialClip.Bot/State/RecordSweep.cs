using System.Security.Cryptography;
using DialClip.Bot.Storage;
using DialClip.Shared.Erasure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>
/// Removes records that were not used within 'DialClip:Conversation:Retention' from storages that can list what they
/// hold, every few hours. Of other storages a record that is too old is cleared when it is read next.
/// </summary>
internal sealed class RecordSweep(
    IServiceProvider services,
    IOptionsMonitor<ConversationOptions> options,
    TimeProvider time,
    ILogger<RecordSweep> logger
) : BackgroundService
{
    /// <summary>The time between two sweeps, before jitter; the first one comes within half of it.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    // What is left comes with the next sweep.
    private const int MostRemoved = 50_000;

    /// <summary>Sweeps once.</summary>
    /// <returns>The number of records that were removed.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        // What another process erased must not live on here.
        services.GetRequiredService<ConversationStore>().ClearCache();
        var retention = options.CurrentValue.Retention;
        if (
            retention <= TimeSpan.Zero
            || services.GetRequiredService<ConversationStorage>().Storage is not IListableStorage listable
        )
            return 0;
        var removed = 0;
        var entries = listable.ListAsync(RecordKeys.Prefix, time.GetUtcNow() - retention, cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // A conversation that goes on meanwhile has another version, and stays.
            if (await listable.TryDeleteAsync(entry, cancellationToken).ConfigureAwait(false))
                removed++;
            if (removed == MostRemoved)
                break;
        }
        return removed;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Processes that start together do not sweep together.
            for (var wait = Jitter(Interval / 2); ; wait = Interval - Jitter(Interval / 6))
            {
                await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
                await TrySweepAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await SweepAsync(cancellationToken).ConfigureAwait(false);
            if (removed > 0)
                logger.RecordsExpired(removed, options.CurrentValue.Retention.TotalDays);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Old records are no memory in any case: they are not read.
            logger.SweepFailed(error);
        }
    }

    private static TimeSpan Jitter(TimeSpan longest) => longest * (RandomNumberGenerator.GetInt32(1, 1001) / 1000.0);
}
