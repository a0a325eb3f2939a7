using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Format;

/// <summary>The list of a folder's files and the facts about it; the SHA-256 of its bytes is the digest of the folder.</summary>
public sealed class ArtifactManifest
{
    /// <summary>The name of the manifest's file in an artifact's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The only layout of manifests so far.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonElement NoProperties = JsonSerializer.SerializeToElement(
        new Dictionary<string, string>()
    );

    private readonly Dictionary<string, ArtifactFile> byPath = new(StringComparer.Ordinal);

    /// <summary>Makes a checked manifest; its files are put in ordinal order.</summary>
    /// <exception cref="ArtifactException">Something in it is impossible; every fault is listed.</exception>
    public ArtifactManifest(
        string kind,
        string name,
        string version,
        IEnumerable<ArtifactFile> files,
        JsonElement? properties = null
    )
    {
        (Kind, Name, Version, Properties) = (kind, name, version, properties ?? NoProperties);
        Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        var faults = Validate().ToList();
        foreach (var file in Files)
            if (!byPath.TryAdd(file.Path, file))
                faults.Add($"file '{file.Path}' is listed twice");
        if (faults.Count > 0)
            throw new ArtifactException(
                $"The manifest of {kind} '{name}' version '{version}' cannot be used: {string.Join("; ", faults)}."
            );
    }

    /// <summary>Gets the layout of the manifest.</summary>
    public int Schema { get; } = CurrentSchema;

    /// <summary>Gets the kind, one of <see cref="ArtifactKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>Gets the name, without its version.</summary>
    public string Name { get; }

    /// <summary>Gets the version; the precision of a backbone.</summary>
    public string Version { get; }

    /// <summary>Gets every file but the manifest itself, in ordinal order of their paths.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; }

    /// <summary>Gets the facts that only this kind has, a JSON object.</summary>
    public JsonElement Properties { get; }

    /// <summary>Reads a manifest's bytes.</summary>
    /// <exception cref="ArtifactException">They are no manifest; the message names <paramref name="place"/>.</exception>
    public static ArtifactManifest Parse(ReadOnlySpan<byte> bytes, string place)
    {
        try
        {
            var document =
                JsonSerializer.Deserialize(bytes, ArtifactJson.Default.ManifestDocument)
                ?? throw new JsonException("it is null");
            if (document.Schema != CurrentSchema)
                throw new ArtifactException(
                    $"The manifest '{place}' has schema {document.Schema}; this program reads schema {CurrentSchema}. Use the program's version that wrote it, or export the folder again."
                );
            return new ArtifactManifest(
                document.Kind,
                document.Name,
                document.Version,
                document.Files,
                document.Properties
            );
        }
        catch (JsonException error)
        {
            throw new ArtifactException(
                $"'{place}' is no manifest: {error.Message} Export or publish the folder again.",
                error
            );
        }
        catch (ArtifactException error) when (!error.Message.Contains(place, StringComparison.Ordinal))
        {
            throw new ArtifactException(error.Reason, $"'{place}': {error.Message}", error);
        }
    }

    /// <summary>Gets the manifest as bytes: the same facts are always the same bytes.</summary>
    public byte[] ToBytes() =>
        [
            .. JsonSerializer.SerializeToUtf8Bytes(
                new ManifestDocument(Schema, Kind, Name, Version, Properties, Files),
                ArtifactJson.Default.ManifestDocument
            ),
            (byte)'\n',
        ];

    /// <summary>Gets the file of a path, or null when the manifest does not list it.</summary>
    public ArtifactFile? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>Gets whether the manifest lists a path.</summary>
    public bool Contains(string path) => byPath.ContainsKey(path);

    /// <summary>Gets the facts of the kind, checked.</summary>
    /// <exception cref="ArtifactException">The manifest is of another kind, or a fact is missing or impossible; all faults are listed.</exception>
    public T ReadProperties<T>()
        where T : class, IArtifactProperties
    {
        if (Kind != T.Kind)
            throw new ArtifactException(
                ArtifactFailure.Mismatch,
                $"'{Name}' version '{Version}' is a {Kind}, but a {T.Kind} is expected here. Correct the path in the settings."
            );
        try
        {
            var properties =
                Properties.Deserialize(
                    (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)
                        ArtifactJson.Default.GetTypeInfo(typeof(T))!
                ) ?? throw new JsonException("they are null");
            var faults = properties.Validate().ToList();
            return faults.Count == 0
                ? properties
                : throw new ArtifactException(
                    $"The properties of {Kind} '{Name}' version '{Version}' cannot be used: {string.Join("; ", faults)}."
                );
        }
        catch (JsonException error)
        {
            throw new ArtifactException(
                $"The properties of {Kind} '{Name}' version '{Version}' cannot be read: {error.Message} Export it again.",
                error
            );
        }
    }

    /// <summary>Gets properties as a manifest holds them.</summary>
    /// <exception cref="ArtifactException">A value is impossible; all faults are listed.</exception>
    internal static JsonElement ToElement<T>(T properties)
        where T : class, IArtifactProperties
    {
        var faults = properties.Validate().ToList();
        return faults.Count == 0
            ? JsonSerializer.SerializeToElement(
                properties,
                (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)ArtifactJson.Default.GetTypeInfo(typeof(T))!
            )
            : throw new ArtifactException(
                $"The properties of a {T.Kind} cannot be written: {string.Join("; ", faults)}."
            );
    }

    private IEnumerable<string> Validate()
    {
        if (!ArtifactKinds.All.Contains(Kind))
            yield return $"kind is '{Kind}', expected one of {string.Join(", ", ArtifactKinds.All)}";
        foreach (var (what, value) in new[] { ("name", Name), ("version", Version) })
            if (ArtifactPath.FindError(value) is { } fault)
                yield return $"{what} '{value}' {fault}";
        if (Properties.ValueKind != JsonValueKind.Object)
            yield return $"properties are {Properties.ValueKind}, expected an object";
        foreach (var (path, size, sha256) in Files)
        {
            if (ArtifactPath.FindError(path) is { } fault)
                yield return $"file '{path}' {fault}";
            if (path == FileName)
                yield return $"file '{path}' is the manifest itself";
            if (size < 0)
                yield return $"file '{path}' has {size} bytes";
            if (!Digest.IsValid(sha256))
                yield return $"file '{path}' has the SHA-256 '{sha256}', expected 64 lower-case hexadecimal digits";
        }
    }
}
