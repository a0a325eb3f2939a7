using System.Collections.Immutable;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Dialog;

/// <summary>What a response is chosen for: the turn to answer and what came before it.</summary>
/// <param name="Turns">The earlier elements, oldest first.</param>
/// <param name="Input">The element to answer.</param>
public sealed record DialogContext(ImmutableArray<DialogTurn> Turns, DialogTurn Input)
{
    /// <summary>Makes the context of one message: a text or a picture alone is the input; of both, the picture joins the context and the text is the input.</summary>
    /// <param name="earlier">The elements before the message, oldest first.</param>
    /// <param name="text">The message's words; blank counts as none.</param>
    /// <param name="picture">The message's picture.</param>
    /// <param name="speaker">Who sent the message.</param>
    /// <exception cref="ArgumentException">The message has neither.</exception>
    public static DialogContext FromMessages(
        IEnumerable<DialogTurn> earlier,
        string? text,
        RgbImage? picture,
        Speaker speaker
    )
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var shown = picture is null ? null : DialogTurn.FromPicture(speaker, picture);
        var said = string.IsNullOrWhiteSpace(text) ? null : DialogTurn.FromText(speaker, text);
        return (said, shown) switch
        {
            (not null, not null) => new([.. earlier, shown], said),
            (not null, null) => new([.. earlier], said),
            (null, not null) => new([.. earlier], shown),
            _ => throw new ArgumentException(
                "The message holds neither a text nor a picture; a response needs one of them to answer.",
                nameof(text)
            ),
        };
    }
}
