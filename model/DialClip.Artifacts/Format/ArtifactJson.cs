using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>How manifests are written: camel case, two spaces, LF, so that the same facts are the same bytes everywhere.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(BackboneProperties))]
[JsonSerializable(typeof(HeadProperties))]
[JsonSerializable(typeof(CatalogProperties))]
[JsonSerializable(typeof(IndexProperties))]
internal sealed partial class ArtifactJson : JsonSerializerContext;
