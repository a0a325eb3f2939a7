using System.Collections.Concurrent;
using System.Diagnostics;
using DialClip.Model.Telemetry;

namespace DialClip.Model.Tests.Telemetry;

/// <summary>Collector of the model's spans and metrics while it exists.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly ActivityListener spans;

    public RecordedTelemetry()
    {
        spans = new()
        {
            ShouldListenTo = source => source.Name == ModelTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public MetricCollector<double> Encodings { get; } = new(ModelTelemetry.EncodeDuration);

    public MetricCollector<double> Searches { get; } = new(ModelTelemetry.SearchDuration);

    public MetricCollector<double> Queues { get; } = new(ModelTelemetry.QueueDuration);

    /// <summary>Gets the outcomes of reloads of the first source that is created.</summary>
    public MetricCollector<long> Reloads { get; } =
        new(meterScope: null, ModelTelemetry.Name, "dialclip.model.reloads");

    /// <summary>Gets the loaded heads of the first source that is created, each time that they are recorded.</summary>
    public MetricCollector<int> Heads { get; } = new(meterScope: null, ModelTelemetry.Name, "dialclip.model.heads");

    /// <summary>Gets the collectors of durations.</summary>
    public IEnumerable<MetricCollector<double>> Durations => [Encodings, Searches, Queues];

    public Activity[] GetSpans(string name) => [.. Spans.Where(span => span.OperationName == name)];

    public void Dispose()
    {
        spans.Dispose();
        foreach (var collector in Durations)
            collector.Dispose();
        Reloads.Dispose();
        Heads.Dispose();
    }
}
