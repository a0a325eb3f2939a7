using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The files and properties of an artifact's folder; the SHA-256 of its bytes is the folder's digest.
/// </summary>
public sealed class ArtifactManifest
{
    /// <summary>The name of the manifest's file in an artifact's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The only schema version so far.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonElement NoProperties = JsonSerializer.SerializeToElement(
        new Dictionary<string, string>()
    );

    private readonly Dictionary<string, ArtifactFile> byPath = new(StringComparer.Ordinal);

    /// <summary>Creates a validated manifest; its files are sorted in ordinal order.</summary>
    /// <exception cref="ArtifactException">A value is out of range; all errors are listed.</exception>
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
        var errors = Validate().ToList();
        foreach (var file in Files)
            if (!byPath.TryAdd(file.Path, file))
                errors.Add($"file '{file.Path}' is listed twice");
        if (errors.Count > 0)
            throw new ArtifactException(
                $"The manifest of {kind} '{name}' version '{version}' cannot be used: {string.Join("; ", errors)}."
            );
    }

    /// <summary>Gets the schema version.</summary>
    public int Schema { get; } = CurrentSchema;

    /// <summary>Gets the kind, one of <see cref="ArtifactKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>Gets the name, without its version.</summary>
    public string Name { get; }

    /// <summary>Gets the version; the precision of a backbone.</summary>
    public string Version { get; }

    /// <summary>Gets all files but the manifest itself, in ordinal order of their paths.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; }

    /// <summary>Gets the properties of the kind, a JSON object.</summary>
    public JsonElement Properties { get; }

    /// <summary>Reads a manifest's bytes.</summary>
    /// <exception cref="ArtifactException">
    /// The bytes are no manifest; the message contains <paramref name="source"/>.
    /// </exception>
    public static ArtifactManifest Parse(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            var document =
                JsonSerializer.Deserialize(bytes, ArtifactJson.Default.ManifestDocument)
                ?? throw new JsonException("it is null");
            if (document.Schema != CurrentSchema)
                throw new ArtifactException(
                    $"The manifest '{source}' has schema {document.Schema}; this program reads schema "
                        + $"{CurrentSchema}. Use the program's version that wrote it, or export the folder again."
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
                $"'{source}' is no manifest: {error.Message} Export or publish the folder again.",
                error
            );
        }
        catch (ArtifactException error) when (!error.Message.Contains(source, StringComparison.Ordinal))
        {
            throw new ArtifactException(error.Reason, $"'{source}': {error.Message}", error);
        }
    }

    /// <summary>Serializes the manifest; equal manifests are equal bytes.</summary>
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

    /// <summary>Determines whether the manifest lists a path.</summary>
    public bool Contains(string path) => byPath.ContainsKey(path);

    /// <summary>Gets the properties of the artifact's kind, validated.</summary>
    /// <exception cref="ArtifactException">
    /// The manifest is of another kind, or a property is missing or out of range; all errors are listed.
    /// </exception>
    public T ReadProperties<T>()
        where T : class, IArtifactProperties
    {
        if (Kind != T.Kind)
            throw new ArtifactException(
                ArtifactFailure.Mismatch,
                $"'{Name}' version '{Version}' is a {Kind}, but a {T.Kind} is expected here. Correct the path "
                    + "in the settings."
            );
        try
        {
            var properties =
                Properties.Deserialize(
                    (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)
                        ArtifactJson.Default.GetTypeInfo(typeof(T))!
                ) ?? throw new JsonException("they are null");
            var errors = properties.Validate().ToList();
            return errors.Count == 0
                ? properties
                : throw new ArtifactException(
                    $"The properties of {Kind} '{Name}' version '{Version}' cannot be used: "
                        + $"{string.Join("; ", errors)}."
                );
        }
        catch (JsonException error)
        {
            throw new ArtifactException(
                $"The properties of {Kind} '{Name}' version '{Version}' cannot be read: {error.Message} Export "
                    + "it again.",
                error
            );
        }
    }

    /// <summary>Gets properties as a manifest holds them.</summary>
    /// <exception cref="ArtifactException">A value is out of range; all errors are listed.</exception>
    internal static JsonElement ToElement<T>(T properties)
        where T : class, IArtifactProperties
    {
        var errors = properties.Validate().ToList();
        return errors.Count == 0
            ? JsonSerializer.SerializeToElement(
                properties,
                (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)ArtifactJson.Default.GetTypeInfo(typeof(T))!
            )
            : throw new ArtifactException(
                $"The properties of a {T.Kind} cannot be written: {string.Join("; ", errors)}."
            );
    }

    private IEnumerable<string> Validate()
    {
        if (!ArtifactKinds.All.Contains(Kind))
            yield return $"kind is '{Kind}', expected one of {string.Join(", ", ArtifactKinds.All)}";
        foreach (var (what, value) in new[] { ("name", Name), ("version", Version) })
            if (ArtifactPath.FindError(value) is { } error)
                yield return $"{what} '{value}' {error}";
        if (Properties.ValueKind != JsonValueKind.Object)
            yield return $"properties are {Properties.ValueKind}, expected an object";
        foreach (var (path, size, sha256) in Files)
        {
            if (ArtifactPath.FindError(path) is { } error)
                yield return $"file '{path}' {error}";
            if (path == FileName)
                yield return $"file '{path}' is the manifest itself";
            if (size < 0)
                yield return $"file '{path}' has {size} bytes";
            if (!Digest.IsValid(sha256))
                yield return $"file '{path}' has the SHA-256 '{sha256}', expected 64 lower-case hexadecimal digits";
        }
    }
}
