using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Bot.State;

/// <summary>A turn of the history as it is stored: no pixels, but the feature that was computed from them.</summary>
/// <param name="Speaker">The user or the bot.</param>
/// <param name="Modality">Text or picture.</param>
/// <param name="Text">The text; null for a picture.</param>
/// <param name="PictureId">The catalog id of a picture that the bot sent.</param>
/// <param name="Backbone">The first digits of the digest of the backbone export that computed the feature.</param>
/// <param name="Feature">The feature, D values of unit length; half precision, little endian, as base64.</param>
/// <param name="Id">The id of the turn's activity; edits and deletions name it.</param>
internal sealed record StoredTurn(
    Speaker Speaker,
    Modality Modality,
    string? Text = null,
    string? PictureId = null,
    string? Backbone = null,
    [property: JsonConverter(typeof(StoredTurn.FeatureConverter))] Half[]? Feature = null,
    string? Id = null
)
{
    private const int DigestDigits = 16;

    /// <summary>Creates the stored form of a turn.</summary>
    public static StoredTurn From(DialogTurn turn, string? id = null) =>
        new(
            turn.Speaker,
            turn.Modality,
            turn.Text,
            turn.PictureId,
            turn.Feature?.BackboneDigest[..DigestDigits],
            turn.Feature?.Values,
            id
        );

    /// <summary>
    /// Gets the turn; null where nothing is left to encode: a user's picture with a feature of another backbone.
    /// </summary>
    /// <param name="backbone">The digest of the backbone in use.</param>
    public DialogTurn? ToTurn(string backbone)
    {
        var feature =
            Backbone is { Length: >= DigestDigits } prefix
            && backbone.StartsWith(prefix, StringComparison.Ordinal)
            && Feature is not null
                ? new TurnFeature(backbone, Feature)
                : null;
        return feature is null && Text is null && PictureId is null
            ? null
            : new()
            {
                Speaker = Speaker,
                Modality = Modality,
                Text = Text,
                PictureId = PictureId,
                Feature = feature,
            };
    }

    /// <summary>Gets the turn with another text, which has no feature yet.</summary>
    public StoredTurn WithText(string text) => this with { Text = text, Backbone = null, Feature = null };

    /// <summary>Serializes half-precision values as base64 of their bytes, little endian.</summary>
    internal sealed class FeatureConverter : JsonConverter<Half[]>
    {
        public override Half[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw CreateException();
            // Base64 has no character that JSON escapes, so an escaped or split value takes the slower way.
            if (reader.HasValueSequence || reader.ValueIsEscaped)
                return reader.TryGetBytesFromBase64(out var bytes) && bytes.Length % 2 == 0
                    ? MemoryMarshal.Cast<byte, Half>(bytes).ToArray()
                    : throw CreateException();
            var text = reader.ValueSpan;
            if (!Base64.IsValid(text, out var length) || length % 2 != 0)
                throw CreateException();
            var feature = new Half[length / 2];
            Base64.DecodeFromUtf8(text, MemoryMarshal.AsBytes(feature.AsSpan()), out _, out _);
            return feature;
        }

        public override void Write(Utf8JsonWriter writer, Half[] value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));

        private static JsonException CreateException() => new("The feature is not valid base64-encoded float16 data.");
    }
}
