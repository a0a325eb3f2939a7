using System.Diagnostics;
using System.Diagnostics.Metrics;
using DialClip.Encoders;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>
/// The names of the model's telemetry: spans and metrics in OpenTelemetry's style, without message texts.
/// </summary>
public static class ModelTelemetry
{
    /// <summary>The name of the activity source and of the meters.</summary>
    public const string Name = "DialClip.Model";

    internal static readonly string Version = typeof(ModelTelemetry).Assembly.GetName().Version!.ToString(3);

    internal static readonly ActivitySource Source = new(Name, Version);

    private static readonly Meter Meter = new(Name, Version);

    /// <summary>The duration of a forward pass of a tower.</summary>
    internal static readonly Histogram<double> EncodeDuration = Histogram(
        "dialclip.encode.duration",
        "How long one pass of a tower takes, with what makes its input."
    );

    /// <summary>The duration of a search.</summary>
    internal static readonly Histogram<double> SearchDuration = Histogram(
        "dialclip.search.duration",
        "How long one search among a catalog's items of one modality takes."
    );

    /// <summary>The time that a turn waits for a permit.</summary>
    internal static readonly Histogram<double> QueueDuration = Histogram(
        "dialclip.queue.duration",
        "How long a turn waits because others are worked on."
    );

    /// <summary>Gets the tag value of a modality.</summary>
    internal static string GetTagValue(Modality modality) => modality == Modality.Picture ? "picture" : "text";

    private static Histogram<double> Histogram(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, DurationBuckets.Seconds);
}
