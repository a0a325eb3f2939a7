using System.Diagnostics;
using System.Diagnostics.Metrics;
using DialClip.Artifacts;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using DialClip.Shared.Telemetry;

namespace DialClip.Model.Telemetry;

/// <summary>Tells how loading went and what is loaded. Each source has a meter of its own, which ends with it, so that nothing outlives what it tells of.</summary>
internal sealed class ReloadTelemetry : IDisposable
{
    private readonly Meter meter = new(ModelTelemetry.Name, ModelTelemetry.Version);
    private readonly Counter<long> reloads;
    private readonly Func<LoadedModel?> loaded;

    /// <summary>Begins to tell.</summary>
    /// <param name="loaded">Gets what is in use now; only names, versions and digests of it are read.</param>
    public ReloadTelemetry(Func<LoadedModel?> loaded)
    {
        this.loaded = loaded;
        reloads = meter.CreateCounter<long>(
            "dialclip.model.reloads",
            "{reload}",
            "How often the store was asked for a model, by outcome."
        );
        meter.CreateObservableGauge("dialclip.model.heads", Heads, "{head}", "1 for each head that is loaded.");
    }

    /// <summary>Begins the span of a look at the store.</summary>
    public static Activity? Begin() => ModelTelemetry.Source.StartActivity("dialclip.model.load");

    /// <summary>Notes that what the settings name is loaded already.</summary>
    public void Unchanged(Activity? load) => Count(load, new() { { TelemetryTags.Outcome, "unchanged" } });

    /// <summary>Notes that a model was loaded and is in use.</summary>
    public void Succeeded(Activity? load, LoadedModel model)
    {
        load?.SetTag(TelemetryTags.BackboneDigest, Digest.Abbreviate(model.Backbone.Digest));
        Count(load, new() { { TelemetryTags.Outcome, "success" } });
    }

    /// <summary>Notes that no model could be loaded.</summary>
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

    private IEnumerable<Measurement<int>> Heads() =>
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
