using DialClip.Model.Dialog;
using DialClip.Model.IO;

namespace DialClip.Model.Telemetry;

/// <summary>The names of tags, and how their values are written.</summary>
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

    /// <summary>Tells that something failed, where the kind of the failure is not known.</summary>
    public const string OtherError = "_OTHER";

    /// <summary>Gets the digits of a digest that also stand in the paths of indexes and media.</summary>
    public static string Short(string digest) => Digest.Abbreviate(digest);

    /// <summary>Gets the word for a modality.</summary>
    public static string Of(Modality modality) => modality == Dialog.Modality.Picture ? "picture" : "text";
}
