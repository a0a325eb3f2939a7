using System.Collections.Immutable;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Dialog;

/// <summary>The context of a response: the turn to answer and the earlier turns.</summary>
/// <param name="Turns">The earlier turns, oldest first.</param>
/// <param name="Input">The turn to answer.</param>
public sealed record DialogContext(ImmutableArray<DialogTurn> Turns, DialogTurn Input)
{
    /// <summary>
    /// Creates the context of one message: its text or picture is the input; of both, the picture joins the earlier
    /// turns.
    /// </summary>
    /// <param name="earlier">The turns before the message, oldest first.</param>
    /// <param name="text">The message's words; blank counts as none.</param>
    /// <param name="picture">The message's picture.</param>
    /// <param name="speaker">The sender of the message.</param>
    /// <exception cref="ArgumentException">The message has neither.</exception>
    public static DialogContext FromMessages(
        IEnumerable<DialogTurn> earlier,
        string? text,
        RgbImage? picture,
        Speaker speaker
    )
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var pictureTurn = picture is null ? null : DialogTurn.FromPicture(speaker, picture);
        var textTurn = string.IsNullOrWhiteSpace(text) ? null : DialogTurn.FromText(speaker, text);
        return (textTurn, pictureTurn) switch
        {
            (not null, not null) => new([.. earlier, pictureTurn], textTurn),
            (not null, null) => new([.. earlier], textTurn),
            (null, not null) => new([.. earlier], pictureTurn),
            _ => throw new ArgumentException(
                "The message holds neither a text nor a picture; a response needs one of them to answer.",
                nameof(text)
            ),
        };
    }
}
