using System.Diagnostics;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>Measures the waiting time for a semaphore.</summary>
internal static class SemaphoreTelemetry
{
    /// <summary>Waits for a permit and records the time, also when the wait is cancelled.</summary>
    public static Task WaitMeasuredAsync(this SemaphoreSlim permits, CancellationToken cancellationToken) =>
        ModelTelemetry.QueueDuration.Enabled
            ? RecordWaitAsync(permits, cancellationToken)
            : permits.WaitAsync(cancellationToken);

    private static async Task RecordWaitAsync(SemaphoreSlim permits, CancellationToken cancellationToken)
    {
        var (began, outcome) = (Stopwatch.GetTimestamp(), "abandoned");
        try
        {
            await permits.WaitAsync(cancellationToken).ConfigureAwait(false);
            outcome = "entered";
        }
        finally
        {
            ModelTelemetry.QueueDuration.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome)
            );
        }
    }
}
