using DialClip.Shared.Errors;

namespace DialClip.Bot.Attachments;

/// <summary>The refusal of a user's picture. Its message names no user, and of an address only the host.</summary>
internal sealed class PictureException(PictureRefusal refusal, string message, Exception? inner = null)
    : Exception(ErrorText.ToLine(message), inner)
{
    /// <summary>Gets the reason.</summary>
    public PictureRefusal Refusal => refusal;

    /// <summary>Creates the refusal of a file with more bytes than the limit.</summary>
    public static PictureException TooManyBytes(int maxBytes) =>
        new(PictureRefusal.TooManyBytes, $"it has more than {maxBytes} bytes ('DialClip:Attachments:MaxBytes')");
}
