using System.Globalization;
using DialClip.Bot.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>Health check that reads a key, which does not exist, from the storage of conversations.</summary>
/// <remarks>
/// Health endpoints are usually open to everyone and a storage is not free, so it is read at most once a second,
/// however many probes come.
/// </remarks>
internal sealed class StorageHealthCheck(TimeProvider time, ConversationStorage storage) : IHealthCheck
{
    /// <summary>The timeout of the read.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(1);
    private static readonly string[] Keys = ["dialclip/health"];

    private readonly object sync = new();
    private Task<HealthCheckResult>? latest;
    private long latestStart;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        Task<HealthCheckResult> result;
        lock (sync)
        {
            if (latest is null || (latest.IsCompleted && time.GetElapsedTime(latestStart) >= CacheDuration))
                (latest, latestStart) = (ReadAsync(), time.GetTimestamp());
            result = latest;
        }
        return result.WaitAsync(cancellationToken);
    }

    // Several probes share the result, so none of them may cancel the read.
    private async Task<HealthCheckResult> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            await Task.Run(() => storage.Storage.ReadAsync(Keys, timeout.Token), CancellationToken.None)
                .WaitAsync(Timeout, time, CancellationToken.None)
                .ConfigureAwait(false);
            return HealthCheckResult.Healthy("conversation storage answers");
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            var seconds = Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return HealthCheckResult.Unhealthy(
                $"The conversation storage did not answer within {seconds} seconds.",
                error
            );
        }
        catch (Exception error)
        {
            // The message may name accounts and addresses: it is for the log, which the health service writes.
            return HealthCheckResult.Unhealthy(
                $"The conversation storage failed with {error.GetType().Name}; the log has the details.",
                error
            );
        }
    }
}
