namespace DialClip.Bot.Attachments;

/// <summary>A user's picture that is not taken; the message says why, names no user, and holds no part of an address but its host.</summary>
internal sealed class PictureException(PictureRefusal refusal, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets the reason.</summary>
    public PictureRefusal Refusal => refusal;
}
