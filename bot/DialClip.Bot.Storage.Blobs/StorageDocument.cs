using System.Text;
using Microsoft.Bot.Builder;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>
/// The JSON envelope that is stored under a key; contains no .NET type names. Another <see cref="IStorage"/> may store
/// the same.
/// </summary>
public sealed class StorageDocument
{
    /// <summary>The maximum size of a document, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// The maximum nesting of a value: deep enough for dialogs on dialogs, and safe for the stack of a reader.
    /// </summary>
    public const int MaxDepth = 256;

    private const long Format = 1;
    private const string Tag = "eTag";

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new JsonSerializerSettings
        {
            TypeNameHandling = TypeNameHandling.None,
            ReferenceLoopHandling = ReferenceLoopHandling.Error,
        }
    );
    private static readonly JsonLoadSettings StrictLoad = new()
    {
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
    };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private readonly JObject value;

    private StorageDocument(string key, string write, bool isItem, JObject value) =>
        (Key, Write, IsItem, this.value) = (key, write, isItem, value);

    /// <summary>Gets the key.</summary>
    public string Key { get; }

    /// <summary>Gets the id of the write, by which a writer recognizes its own.</summary>
    public string Write { get; }

    /// <summary>Gets whether the value is an <see cref="IStoreItem"/>, which has an ETag.</summary>
    public bool IsItem { get; }

    /// <summary>
    /// Creates the error of an ETag conflict, with the words of the SDK's own storages, by which DialClip.Bot
    /// recognizes it.
    /// </summary>
    /// <param name="location">Where the value is stored, for the message.</param>
    /// <param name="expected">The ETag that the writer has.</param>
    /// <param name="stored">The ETag of what is stored.</param>
    public static InvalidOperationException CreateConflict(string location, string? expected, string? stored) =>
        new(
            $"Etag conflict: {location} was read as '{expected}', but '{stored}' is stored. Read it again and repeat "
                + "the change."
        );

    /// <summary>Creates the document of a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, which JSON writes as an object.</param>
    /// <param name="location">Where it is to be stored, for messages.</param>
    /// <exception cref="ArgumentException">The value is not a JSON object.</exception>
    /// <exception cref="InvalidDataException">The value is nested too deep.</exception>
    public static StorageDocument Create(string key, object value, string location)
    {
        var json =
            JToken.FromObject(value, Serializer) as JObject
            ?? throw StorageErrors.NotAnObject(location, value.GetType());
        if (IsDeeper(json, MaxDepth))
            throw StorageErrors.TooDeep(location);
        var isItem = value is IStoreItem;
        if (isItem)
            foreach (
                var tag in json.Properties()
                    .Where(property => property.Name.Equals(Tag, StringComparison.OrdinalIgnoreCase))
                    .ToList()
            )
                tag.Remove();
        return new(key, Guid.NewGuid().ToString("N"), isItem, json);
    }

    /// <summary>Reads a document of a stream whose length is known.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="location">Where it is stored, for messages.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidDataException">
    /// The document is too large, damaged or of an unknown format; the message names the location.
    /// </exception>
    public static Task<StorageDocument> ReadAsync(Stream stream, string location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAsync(stream, stream.Length, location, cancellationToken);
    }

    internal static async Task<StorageDocument> ReadAsync(
        Stream stream,
        long length,
        string location,
        CancellationToken cancellationToken
    )
    {
        if (length > MaxBytes)
            throw StorageErrors.TooLarge(location, length);
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Parse(bytes, location);
    }

    private static StorageDocument Parse(byte[] bytes, string location)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(bytes), StrictUtf8);
            // Dates stay texts: a host may have stored a text that only looks like one.
            using var reader = new JsonTextReader(text)
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaxDepth + 1,
            };
            var json = JObject.Load(reader, StrictLoad);
            if (reader.Read())
                throw StorageErrors.Unreadable(location, "something follows the JSON object");
            if (json["format"] is not JValue { Value: long and Format })
                throw StorageErrors.Unreadable(location, $"its 'format' is '{json["format"]}', not {Format}");
            if (
                json["key"] is JValue { Value: string key }
                && json["write"] is JValue { Value: string write }
                && json["item"] is JValue { Value: bool isItem }
                && json["value"] is JObject value
            )
                return new(key, write, isItem, value);
            throw StorageErrors.Unreadable(location, "'key', 'write', 'item' or 'value' is missing");
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw StorageErrors.Unreadable(location, error.Message, error);
        }
    }

    /// <summary>Writes the document as UTF-8.</summary>
    /// <param name="location">Where it is to be stored, for messages.</param>
    /// <exception cref="InvalidDataException">The document is too large.</exception>
    public byte[] ToBytes(string location)
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonTextWriter(new StreamWriter(stream, Utf8)) { CloseOutput = false })
        {
            new JObject
            {
                ["format"] = Format,
                // For people who look: names of files and blobs may be hashes.
                ["key"] = Key,
                ["write"] = Write,
                ["item"] = IsItem,
                ["value"] = value,
            }.WriteTo(writer);
            writer.Flush();
        }
        return stream.Length <= MaxBytes ? stream.ToArray() : throw StorageErrors.TooLarge(location, stream.Length);
    }

    /// <summary>Creates the value for a reader: JSON, which BotState takes, with the ETag of an item in it.</summary>
    /// <param name="tag">The ETag.</param>
    public JObject ToValue(string? tag)
    {
        var copy = (JObject)value.DeepClone();
        if (IsItem)
            copy[Tag] = tag;
        return copy;
    }

    private static bool IsDeeper(JToken token, int levels) =>
        token switch
        {
            JProperty property => IsDeeper(property.Value, levels),
            JContainer when levels == 0 => true,
            JContainer container => container.Children().Any(child => IsDeeper(child, levels - 1)),
            _ => false,
        };
}
