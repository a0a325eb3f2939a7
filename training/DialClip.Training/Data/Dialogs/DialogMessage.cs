namespace DialClip.Training.Data.Dialogs;

/// <summary>One message of a recorded dialog.</summary>
/// <param name="Speaker">"user" or "bot".</param>
/// <param name="Text">The words; empty for a picture alone.</param>
/// <param name="Image">A sticker id or a path beside the file; null for none.</param>
internal sealed record DialogMessage(string Speaker, string Text, string? Image);
