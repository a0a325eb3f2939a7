namespace DialClip.Shared.Telemetry;

/// <summary>The names of the tags of spans and measurements.</summary>
internal static class TelemetryTags
{
    public const string Modality = "dialclip.modality";
    public const string ResponseModality = "dialclip.response.modality";
    public const string BatchSize = "dialclip.batch.size";
    public const string BackboneDigest = "dialclip.backbone.digest";
    public const string CatalogDigest = "dialclip.catalog.digest";
    public const string CatalogName = "dialclip.catalog.name";
    public const string CatalogVersion = "dialclip.catalog.version";
    public const string Candidates = "dialclip.candidates";
    public const string HeadName = "dialclip.head.name";
    public const string HeadVersion = "dialclip.head.version";
    public const string Outcome = "dialclip.outcome";
    public const string ErrorType = "error.type";

    /// <summary>The error type of a failure of unknown kind.</summary>
    public const string OtherError = "_OTHER";
}
