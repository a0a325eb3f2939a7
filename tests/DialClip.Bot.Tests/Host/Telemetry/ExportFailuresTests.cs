using System.Diagnostics.Tracing;
using DialClip.Bot.Host.Telemetry;
using DialClip.Bot.Tests.Bot;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Host.Telemetry;

[Collection(TelemetryGroup.Name)]
public sealed class ExportFailuresTests
{
    [Fact]
    public void Written_SameFailureAgain_IsLoggedOnceAMinuteByItsFirstLine()
    {
        var (logs, time) = (new BotHarness.CapturedLogs(), new SetTime());
        using var source = new FailingSource();
        using var sut = new ExportFailures(logs, time);

        source.NotReached("http://127.0.0.1:4317/", "Connection refused\n   at System.Net.Sockets");
        source.NotReached("http://127.0.0.1:4317/", "Connection refused");
        source.Other();
        source.Fine();
        source.MetricInstrumentIgnored("other.count", "Instrument belongs to a Meter not subscribed by the provider.");
        source.MetricInstrumentIgnored("dialclip.count", "Too many.");
        time.Now += ExportFailures.Pause;
        source.NotReached("http://127.0.0.1:4317/", "Connection refused again");

        Assert.Equal(
            [
                "Telemetry may be lost; the host goes on. No way to http://127.0.0.1:4317/: Connection refused",
                "Telemetry may be lost; the host goes on. Other",
                "Telemetry may be lost; the host goes on. Ignored dialclip.count: Too many.",
                "Telemetry may be lost; the host goes on. No way to http://127.0.0.1:4317/: Connection refused again",
            ],
            logs.Lines.Select(line => line.Message));
        Assert.All(logs.Lines, line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [EventSource(Name = "OpenTelemetry-Tests")]
    private sealed class FailingSource : EventSource
    {
        [Event(1, Level = EventLevel.Error, Message = "No way to {0}: {1}")]
        public void NotReached(string address, string error) => WriteEvent(1, address, error);

        [Event(2, Level = EventLevel.Warning)]
        public void Other() => WriteEvent(2);

        [Event(3, Level = EventLevel.Informational, Message = "Fine")]
        public void Fine() => WriteEvent(3);

        [Event(4, Level = EventLevel.Warning, Message = "Ignored {0}: {1}")]
        public void MetricInstrumentIgnored(string instrument, string reason) => WriteEvent(4, instrument, reason);
    }
}
