using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Conversation;

/// <summary>One turn as it lies in storage: no pixels, but the feature that was made of them.</summary>
/// <param name="Speaker">Who said it.</param>
/// <param name="Modality">Text or picture.</param>
/// <param name="Text">The text; null for a picture.</param>
/// <param name="PictureId">The catalog id of a picture that the bot sent.</param>
/// <param name="Backbone">The first digits of the digest of the backbone export that made the feature.</param>
/// <param name="Feature">The feature, half precision, little endian, as base64.</param>
/// <param name="Id">The id of the activity that it came with; edits and deletions name it.</param>
internal sealed record StoredTurn(
    Speaker Speaker,
    Modality Modality,
    string? Text = null,
    string? PictureId = null,
    string? Backbone = null,
    [property: JsonConverter(typeof(HalfsAsBase64))] Half[]? Feature = null,
    string? Id = null
)
{
    private const int DigestDigits = 16;

    /// <summary>Gets how a turn is kept.</summary>
    public static StoredTurn Of(DialogTurn turn, string? id = null) =>
        new(
            turn.Speaker,
            turn.Modality,
            turn.Text,
            turn.PictureId,
            turn.Feature?.BackboneDigest[..DigestDigits],
            turn.Feature?.Values,
            id
        );

    /// <summary>Gets the turn, or null where nothing can be made of it any more: a user's picture whose feature is of another backbone.</summary>
    /// <param name="backbone">The digest of the backbone in use.</param>
    public DialogTurn? ToTurn(string backbone)
    {
        var feature =
            Backbone is { Length: >= DigestDigits } made
            && backbone.StartsWith(made, StringComparison.Ordinal)
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
}
