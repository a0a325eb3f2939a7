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
/// <param name="Feature">The feature; null where there is none. Stored beside the JSON of the record.</param>
/// <param name="Id">The id of the turn's activity; edits and deletions name it.</param>
/// <param name="User">
/// The hash of the user who spoke, by which a user is erased; null for the bot, and in records of earlier builds.
/// </param>
internal sealed record StoredTurn(
    Speaker Speaker,
    Modality Modality,
    string? Text = null,
    string? PictureId = null,
    string? Backbone = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] StoredFeature? Feature = null,
    string? Id = null,
    string? User = null
)
{
    private const int DigestDigits = 16;

    /// <summary>Creates the stored form of a turn.</summary>
    public static StoredTurn From(DialogTurn turn, string? id = null, string? user = null) =>
        new(
            turn.Speaker,
            turn.Modality,
            turn.Text,
            turn.PictureId,
            turn.Feature?.BackboneDigest[..DigestDigits],
            turn.Feature is { } feature ? StoredFeature.From(feature.Values) : null,
            id,
            turn.Speaker == Speaker.User ? user : null
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
            && Feature?.GetValues() is { } values
                ? new TurnFeature(backbone, values)
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
}
