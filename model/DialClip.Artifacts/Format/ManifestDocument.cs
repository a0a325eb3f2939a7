using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The manifest as JSON lays it out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ManifestDocument(
    int Schema,
    string Kind,
    string Name,
    string Version,
    JsonElement Properties,
    IReadOnlyList<ArtifactFile> Files
);
