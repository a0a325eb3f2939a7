using System.Diagnostics;
using System.Diagnostics.Metrics;
using DialClip.Artifacts;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>
/// The metrics of loading and of the loaded model. Each source has its own meter, which is disposed with it.
/// </summary>
internal sealed class ReloadTelemetry : IDisposable
{
    private readonly Meter meter = new(ModelTelemetry.Name, ModelTelemetry.Version);
    private readonly Counter<long> reloads;
    private readonly Func<LoadedModel?> loaded;

    /// <summary>Creates the instruments.</summary>
    /// <param name="loaded">Gets the loaded model; only names, versions and digests are read.</param>
    public ReloadTelemetry(Func<LoadedModel?> loaded)
    {
        this.loaded = loaded;
        reloads = meter.CreateCounter<long>(
            "dialclip.model.reloads",
            "{reload}",
            "How often the store was asked for a model, by outcome."
        );
        meter.CreateObservableGauge("dialclip.model.heads", MeasureHeads, "{head}", "1 for each head that is loaded.");
    }

    /// <summary>Starts the span of a reload.</summary>
    public static Activity? Begin() => ModelTelemetry.Source.StartActivity("dialclip.model.load");

    /// <summary>Records that the model was loaded already.</summary>
    public void Unchanged(Activity? load) => Count(load, new() { { TelemetryTags.Outcome, "unchanged" } });

    /// <summary>Records that a model was loaded.</summary>
    public void Succeeded(Activity? load, LoadedModel model)
    {
        load?.SetTag(TelemetryTags.BackboneDigest, Digest.Abbreviate(model.Backbone.Digest));
        Count(load, new() { { TelemetryTags.Outcome, "success" } });
    }

    /// <summary>Records that loading failed.</summary>
    public void Failed(Activity? load, Exception error)
    {
        var kind = error is ArtifactException { Reason: var reason } ? reason.ToString() : error.GetType().FullName;
        load?.SetStatus(ActivityStatusCode.Error);
        Count(load, new() { { TelemetryTags.Outcome, "failure" }, { TelemetryTags.ErrorType, kind } });
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private void Count(Activity? load, TagList tags)
    {
        foreach (var tag in tags)
            load?.SetTag(tag.Key, tag.Value);
        reloads.Add(1, tags);
    }

    private IEnumerable<Measurement<int>> MeasureHeads() =>
        loaded() is not { } model
            ? []
            : model.Heads.Values.Select(head => new Measurement<int>(
                1,
                new(TelemetryTags.HeadName, head.Head.Name),
                new(TelemetryTags.HeadVersion, head.Head.Version),
                new(TelemetryTags.BackboneDigest, Digest.Abbreviate(head.Backbone.Digest)),
                new(TelemetryTags.CatalogName, head.Catalog.Folder.Manifest.Name),
                new(TelemetryTags.CatalogVersion, head.Catalog.Folder.Manifest.Version),
                new(TelemetryTags.CatalogDigest, Digest.Abbreviate(head.Catalog.Digest))
            ));
}
