using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Bot.State;

/// <summary>
/// The feature of a stored turn: D values of unit length, half precision, little endian, as base64. The text is stored
/// again with each change of the record; the values are decoded once, when they are first needed.
/// </summary>
/// <param name="base64">The base64 text.</param>
[JsonConverter(typeof(Converter))]
internal sealed class StoredFeature(string base64)
{
    private Half[]? values;

    /// <summary>Gets the base64 text.</summary>
    public string Base64Text => base64;

    /// <summary>Creates the stored form of a feature.</summary>
    public static StoredFeature From(Half[] values) =>
        new(Convert.ToBase64String(MemoryMarshal.AsBytes(values.AsSpan()))) { values = values };

    /// <summary>Gets the values; null where the text is damaged.</summary>
    public Half[]? GetValues() => values ??= Decode(base64);

    private static Half[]? Decode(string base64)
    {
        if (!Base64.IsValid(base64, out var length) || length == 0 || length % sizeof(short) != 0)
            return null;
        var decoded = new Half[length / sizeof(short)];
        return Convert.TryFromBase64String(base64, MemoryMarshal.AsBytes(decoded.AsSpan()), out _) ? decoded : null;
    }

    /// <summary>Reads the features that records of versions 1 and 2 have within their JSON.</summary>
    private sealed class Converter : JsonConverter<StoredFeature>
    {
        public override StoredFeature Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            reader.TokenType == JsonTokenType.String
                ? new(reader.GetString()!)
                : throw new JsonException("The feature is not a string.");

        public override void Write(Utf8JsonWriter writer, StoredFeature value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Base64Text);
    }
}
