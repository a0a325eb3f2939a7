using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Bot.Conversation;

/// <summary>Writes half-precision values as base64 of their bytes, little endian.</summary>
internal sealed class HalfsAsBase64 : JsonConverter<Half[]>
{
    public override Half[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (
            reader.TokenType != JsonTokenType.String
            || !reader.TryGetBytesFromBase64(out var bytes)
            || bytes.Length % 2 != 0
        )
            throw new JsonException("A feature is no base64 of half-precision values.");
        return MemoryMarshal.Cast<byte, Half>(bytes).ToArray();
    }

    public override void Write(Utf8JsonWriter writer, Half[] value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));
}
