using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>A probe that is limited in time and in how often it runs, however many callers ask.</summary>
/// <remarks>Health endpoints are usually open to everyone, and what they probe is not free.</remarks>
/// <param name="subject">What is probed, as the subject of a sentence.</param>
/// <param name="interval">How long a result is used.</param>
/// <param name="time">The clock.</param>
/// <param name="probe">Probes; what it throws is unhealthy.</param>
internal sealed class SharedProbe(
    string subject,
    TimeSpan interval,
    TimeProvider time,
    Func<CancellationToken, Task<HealthCheckResult>> probe
)
{
    /// <summary>The most time of a probe.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly object sync = new();
    private Task<HealthCheckResult>? latest;
    private long latestStart;

    /// <summary>Gets a result that is no older than the interval.</summary>
    public Task<HealthCheckResult> GetAsync(CancellationToken cancellationToken)
    {
        Task<HealthCheckResult> result;
        lock (sync)
        {
            if (latest is null || (latest.IsCompleted && time.GetElapsedTime(latestStart) >= interval))
                (latest, latestStart) = (RunAsync(), time.GetTimestamp());
            result = latest;
        }
        return result.WaitAsync(cancellationToken);
    }

    // Several callers share the result, so none of them may cancel the probe.
    private async Task<HealthCheckResult> RunAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            return await Task.Run(() => probe(timeout.Token), CancellationToken.None)
                .WaitAsync(Timeout, time, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            var seconds = Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return HealthCheckResult.Unhealthy($"{subject} did not answer within {seconds} seconds.", error);
        }
        catch (Exception error)
        {
            // The message may name accounts, folders and addresses: it is for the log, which the health service writes.
            return HealthCheckResult.Unhealthy(
                $"{subject} failed with {error.GetType().Name}; the log has the details.",
                error
            );
        }
    }
}
