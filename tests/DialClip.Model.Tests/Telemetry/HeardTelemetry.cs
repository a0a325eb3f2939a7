using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DialClip.Model.Telemetry;

namespace DialClip.Model.Tests.Telemetry;

/// <summary>Hears everything that the model tells while it exists.</summary>
internal sealed class HeardTelemetry : IDisposable
{
    private readonly ActivityListener spans;
    private readonly MeterListener meters = new();

    public HeardTelemetry()
    {
        spans = new()
        {
            ShouldListenTo = source => source.Name == ModelTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ModelTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>(Record);
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        meters.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> Measurements { get; } = new();

    public Activity[] SpansOf(string name) => [.. Spans.Where(span => span.OperationName == name)];

    public (double Value, Dictionary<string, object?> Tags)[] Of(string instrument) =>
        [.. Measurements.Where(measured => measured.Instrument.Name == instrument).Select(measured => (measured.Value, measured.Tags))];

    public void Observe() => meters.RecordObservableInstruments();

    public void Dispose()
    {
        spans.Dispose();
        meters.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        Measurements.Enqueue((instrument, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
}
