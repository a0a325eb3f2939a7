using System.Runtime.InteropServices;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Conversation;

/// <summary>One turn as it lies in storage: no pixels, but the feature that was made of them.</summary>
/// <param name="Speaker">Who said it.</param>
/// <param name="Modality">Text or picture.</param>
/// <param name="Text">The text; null for a picture.</param>
/// <param name="PictureId">The catalog id of a picture that the bot sent.</param>
/// <param name="Backbone">The digest of the backbone export that made the feature.</param>
/// <param name="Feature">The feature, half precision, little endian, as base64.</param>
/// <param name="Id">The id of the activity that it came with; edits and deletions name it.</param>
internal sealed record StoredTurn(
    Speaker Speaker, Modality Modality, string? Text = null, string? PictureId = null, string? Backbone = null, string? Feature = null, string? Id = null)
{
    /// <summary>Gets how a turn is kept.</summary>
    public static StoredTurn Of(DialogTurn turn, string? id = null) => new(
        turn.Speaker,
        turn.Modality,
        turn.Text,
        turn.PictureId,
        turn.Feature?.BackboneDigest,
        turn.Feature is { } feature ? Convert.ToBase64String(MemoryMarshal.AsBytes(feature.Values.AsSpan())) : null,
        id);

    /// <summary>Gets the turn, or null where nothing can be made of it any more: a user's picture whose feature is of another backbone.</summary>
    /// <param name="backbone">The digest of the backbone in use.</param>
    /// <exception cref="FormatException">The feature is damaged.</exception>
    public DialogTurn? ToTurn(string backbone)
    {
        var feature = Backbone == backbone && Feature is { } values
            ? new TurnFeature(backbone, MemoryMarshal.Cast<byte, Half>(Convert.FromBase64String(values)).ToArray())
            : null;
        return feature is null && Text is null && PictureId is null ? null : new() { Speaker = Speaker, Modality = Modality, Text = Text, PictureId = PictureId, Feature = feature };
    }
}
