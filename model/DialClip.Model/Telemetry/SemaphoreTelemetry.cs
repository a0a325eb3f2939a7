using System.Diagnostics;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>Measures how long turns wait for a place among those that are worked on.</summary>
internal static class SemaphoreTelemetry
{
    /// <summary>Waits for a place; the time is recorded whether it came or the turn gave up.</summary>
    public static Task WaitMeasuredAsync(this SemaphoreSlim places, CancellationToken ct) =>
        ModelTelemetry.QueueDuration.Enabled ? RecordWaitAsync(places, ct) : places.WaitAsync(ct);

    private static async Task RecordWaitAsync(SemaphoreSlim places, CancellationToken ct)
    {
        var (began, outcome) = (Stopwatch.GetTimestamp(), "abandoned");
        try
        {
            await places.WaitAsync(ct).ConfigureAwait(false);
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
