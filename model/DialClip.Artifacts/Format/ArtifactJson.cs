using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The JSON format of manifests: camel case, two spaces, LF, so that equal manifests are equal bytes on every platform.
/// </summary>
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
