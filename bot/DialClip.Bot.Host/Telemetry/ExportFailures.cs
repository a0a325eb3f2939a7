using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>Brings what OpenTelemetry says of its own failures, which it says nowhere else, to the host's log; each kind once a minute.</summary>
internal sealed class ExportFailures(ILogger logger, TimeProvider time) : EventListener
{
    /// <summary>How long one kind of failure is not logged again.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Source, int Event), DateTimeOffset> quietUntil = new();

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("OpenTelemetry-", StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.Level is EventLevel.LogAlways or > EventLevel.Warning || IsOfOthers(eventData))
            return;
        var (now, kind) = (time.GetUtcNow(), (eventData.EventSource.Name, eventData.EventId));
        if (quietUntil.TryGetValue(kind, out var until) && now < until)
            return;
        quietUntil[kind] = now + Pause;
        logger.TelemetryFailing(Said(eventData));
    }

    // Every meter of the process that nobody asked for is a warning of its own: no failure.
    private static bool IsOfOthers(EventWrittenEventArgs written) =>
        written.EventName == "MetricInstrumentIgnored" && written.Payload?.OfType<string>().Any(text => text.Contains("not subscribed", StringComparison.Ordinal)) == true;

    // An exception comes with its stack; its first line says what happened.
    private static string Said(EventWrittenEventArgs written)
    {
        var payload = written.Payload?.Select(value => value is string text ? text.Split('\n', 2)[0].TrimEnd() : value).ToArray() ?? [];
        return written.Message is { } format ? string.Format(CultureInfo.InvariantCulture, format, payload) : $"{written.EventName} {string.Join(' ', payload)}".TrimEnd();
    }
}
