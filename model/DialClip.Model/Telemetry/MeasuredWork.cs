using System.Diagnostics;
using System.Diagnostics.Metrics;
using DialClip.Encoders;
using DialClip.Shared.IO;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>
/// A measured operation: a span and a duration. One that ends without <see cref="Complete"/> has failed or was
/// cancelled. Without listeners nothing is allocated.
/// </summary>
internal sealed class MeasuredWork : IDisposable
{
    private static readonly MeasuredWork NotMeasured = new(null, null, default);

    private readonly Histogram<double>? durations;
    private readonly Activity? activity;
    private readonly long began;
    private TagList tags;
    private bool done;

    private MeasuredWork(Histogram<double>? durations, string? span, in TagList tags)
    {
        (this.durations, this.tags) = (durations, tags);
        if (span is null)
            return;
        activity = ModelTelemetry.Source.StartActivity(span);
        if (activity?.IsAllDataRequested == true)
            foreach (var tag in tags)
                activity.SetTag(tag.Key, tag.Value);
        began = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts measuring a forward pass of a tower.</summary>
    /// <param name="modality">The modality of the tower.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="backbone">The towers.</param>
    public static MeasuredWork Encode(Modality modality, int batch, Backbone backbone)
    {
        if (!IsEnabled(ModelTelemetry.EncodeDuration))
            return NotMeasured;
        var tags = new TagList
        {
            { TelemetryTags.Modality, ModelTelemetry.GetTagValue(modality) },
            { TelemetryTags.BackboneDigest, Digest.Abbreviate(backbone.Digest) },
        };
        var work = new MeasuredWork(ModelTelemetry.EncodeDuration, "dialclip.encode", tags);
        work.activity?.SetTag(TelemetryTags.BatchSize, batch);
        return work;
    }

    /// <summary>Starts measuring a search.</summary>
    /// <param name="catalogDigest">The catalog that is searched.</param>
    /// <param name="candidates">The number of items compared.</param>
    /// <param name="input">The modality of what is answered.</param>
    /// <param name="response">The modality of the items.</param>
    public static MeasuredWork Search(string catalogDigest, int candidates, Modality input, Modality response)
    {
        if (!IsEnabled(ModelTelemetry.SearchDuration))
            return NotMeasured;
        var tags = new TagList
        {
            { TelemetryTags.Modality, ModelTelemetry.GetTagValue(input) },
            { TelemetryTags.ResponseModality, ModelTelemetry.GetTagValue(response) },
            { TelemetryTags.CatalogDigest, Digest.Abbreviate(catalogDigest) },
        };
        var work = new MeasuredWork(ModelTelemetry.SearchDuration, "dialclip.search", tags);
        work.activity?.SetTag(TelemetryTags.Candidates, candidates);
        return work;
    }

    /// <summary>Marks the work as successful and returns its result.</summary>
    public T Complete<T>(T result)
    {
        if (this != NotMeasured)
            done = true;
        return result;
    }

    /// <summary>Records the duration and ends the span.</summary>
    public void Dispose()
    {
        if (durations is null)
            return;
        if (!done)
        {
            tags.Add(TelemetryTags.ErrorType, TelemetryTags.OtherError);
            activity?.SetTag(TelemetryTags.ErrorType, TelemetryTags.OtherError).SetStatus(ActivityStatusCode.Error);
        }
        durations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
        activity?.Dispose();
    }

    private static bool IsEnabled(Histogram<double> durations) =>
        durations.Enabled || ModelTelemetry.Source.HasListeners();
}
