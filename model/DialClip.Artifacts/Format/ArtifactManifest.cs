using System.Text.Json;
using DialClip.Shared.Errors;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The files and properties of an artifact's folder; the SHA-256 of its bytes is the folder's digest.
/// </summary>
public sealed class ArtifactManifest
{
    /// <summary>The name of the manifest's file in an artifact's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The most bytes of a manifest, some 400,000 files.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The only schema version so far.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonElement NoProperties = JsonSerializer.SerializeToElement(
        new Dictionary<string, string>()
    );

    // A JSON error names a property, which may be as long as the file.
    private const int MaxJsonError = 500;

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
        var errors = ErrorText.Join(Validate());
        if (errors.Length > 0)
            throw new ArtifactException(
                $"The manifest of {ErrorText.ToValue(kind)} '{ErrorText.ToValue(name)}' version "
                    + $"'{ErrorText.ToValue(version)}' cannot be used: {errors}."
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
                $"'{source}' is no manifest: {ErrorText.ToLine(error.Message, MaxJsonError)} Export or publish the "
                    + "folder again.",
                error
            );
        }
        catch (ArtifactException error) when (!error.Message.Contains(source, StringComparison.Ordinal))
        {
            throw new ArtifactException(error.Reason, $"'{source}': {error.Message}", error);
        }
    }

    /// <summary>Reads the bytes of a manifest's file.</summary>
    /// <exception cref="ArtifactException">The file is larger than a manifest may be.</exception>
    internal static async Task<byte[]> ReadBytesAsync(
        Stream content,
        string source,
        CancellationToken cancellationToken
    ) =>
        await content.ReadAtMostAsync(MaxBytes, cancellationToken).ConfigureAwait(false)
        ?? throw new ArtifactException(
            $"'{source}' has more than {MaxBytes} bytes; that is no manifest. Export or publish the folder again, a "
                + "larger catalog in parts."
        );

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
            var errors = ErrorText.Join(properties.Validate());
            return errors.Length == 0
                ? properties
                : throw new ArtifactException(
                    $"The properties of {Kind} '{Name}' version '{Version}' cannot be used: {errors}."
                );
        }
        catch (JsonException error)
        {
            throw new ArtifactException(
                $"The properties of {Kind} '{Name}' version '{Version}' cannot be read: "
                    + $"{ErrorText.ToLine(error.Message, MaxJsonError)} Export it again.",
                error
            );
        }
    }

    /// <summary>Gets properties as a manifest holds them.</summary>
    /// <exception cref="ArtifactException">A value is out of range; all errors are listed.</exception>
    internal static JsonElement ToElement<T>(T properties)
        where T : class, IArtifactProperties
    {
        var errors = ErrorText.Join(properties.Validate());
        return errors.Length == 0
            ? JsonSerializer.SerializeToElement(
                properties,
                (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)ArtifactJson.Default.GetTypeInfo(typeof(T))!
            )
            : throw new ArtifactException($"The properties of a {T.Kind} cannot be written: {errors}.");
    }

    private IEnumerable<string> Validate()
    {
        if (!ArtifactKinds.All.Contains(Kind))
            yield return $"kind is '{ErrorText.ToValue(Kind)}', expected one of {string.Join(", ", ArtifactKinds.All)}";
        foreach (var (what, value) in new[] { ("name", Name), ("version", Version) })
            if (ArtifactPath.FindError(value) is { } error)
                yield return $"{what} '{ErrorText.ToValue(value)}' {error}";
        if (Properties.ValueKind != JsonValueKind.Object)
            yield return $"properties are {Properties.ValueKind}, expected an object";
        foreach (var file in Files)
        {
            var path = ErrorText.ToValue(file.Path);
            if (ArtifactPath.FindError(file.Path) is { } error)
                yield return $"file '{path}' {error}";
            if (file.Path == FileName)
                yield return $"file '{path}' is the manifest itself";
            if (file.Size < 0)
                yield return $"file '{path}' has {file.Size} bytes";
            if (!Digest.IsValid(file.Sha256))
                yield return $"file '{path}' has the SHA-256 '{ErrorText.ToValue(file.Sha256)}', expected 64 "
                    + "lower-case hexadecimal digits";
            if (!byPath.TryAdd(file.Path, file))
                yield return $"file '{path}' is listed twice";
        }
    }
}
