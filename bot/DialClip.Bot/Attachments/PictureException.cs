namespace DialClip.Bot.Attachments;

/// <summary>A user's picture that is not taken; the message says why and names no user.</summary>
internal sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);
