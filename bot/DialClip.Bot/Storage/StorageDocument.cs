using System.Text;
using Microsoft.Bot.Builder;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Storage;

/// <summary>What lies under one key, as JSON that names no .NET type.</summary>
/// <param name="Key">The key, for people who look: file and blob names may only hold its hash.</param>
/// <param name="Write">An id that every write has anew; it tells an own write from another's.</param>
/// <param name="IsItem">Whether an <see cref="IStoreItem"/> was written, which has a tag to compare.</param>
/// <param name="Value">The value, without its tag.</param>
internal sealed record StorageDocument(string Key, string Write, bool IsItem, JObject Value)
{
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>How deep a value may be nested; dialogs on dialogs are deep, but a reader must not run out of stack.</summary>
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
    private static readonly JsonLoadSettings Strictly = new()
    {
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
    };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Makes the document of a value that is about to be written.</summary>
    /// <exception cref="ArgumentException">The value is no object.</exception>
    /// <exception cref="InvalidDataException">It is nested too deep.</exception>
    public static StorageDocument Of(string key, object value, string place)
    {
        var json =
            JToken.FromObject(value, Serializer) as JObject ?? throw StorageFault.NotAnObject(place, value.GetType());
        if (IsDeeper(json, MaxDepth))
            throw StorageFault.TooDeep(place);
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

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a format that this code does not know; the message names the place.</exception>
    public static StorageDocument Parse(byte[] bytes, string place)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(bytes), StrictUtf8);
            // Dates stay the texts that they were: a host may have stored a text that only looks like one.
            using var reader = new JsonTextReader(text)
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaxDepth + 1,
            };
            var json = JObject.Load(reader, Strictly);
            if (reader.Read())
                throw StorageFault.Unreadable(place, "something follows the JSON object");
            if (json["format"] is not JValue { Value: long and Format })
                throw StorageFault.Unreadable(place, $"its 'format' is '{json["format"]}', not {Format}");
            if (
                json["key"] is JValue { Value: string key }
                && json["write"] is JValue { Value: string write }
                && json["item"] is JValue { Value: bool isItem }
                && json["value"] is JObject value
            )
                return new(key, write, isItem, value);
            throw StorageFault.Unreadable(place, "'key', 'write', 'item' or 'value' is missing");
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw StorageFault.Unreadable(place, error.Message, error);
        }
    }

    /// <summary>Gets the document's bytes.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public byte[] ToBytes(string place)
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonTextWriter(new StreamWriter(stream, Utf8)) { CloseOutput = false })
        {
            new JObject
            {
                ["format"] = Format,
                ["key"] = Key,
                ["write"] = Write,
                ["item"] = IsItem,
                ["value"] = Value,
            }.WriteTo(writer);
            writer.Flush();
        }
        return stream.Length <= MaxBytes ? stream.ToArray() : throw StorageFault.TooLarge(place, stream.Length);
    }

    /// <summary>Gets the value as a reader sees it: JSON, which BotState takes, and an item's tag in it as the SDK's memory storage has it.</summary>
    public JObject ToValue(string? tag)
    {
        var value = (JObject)Value.DeepClone();
        if (IsItem)
            value[Tag] = tag;
        return value;
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
