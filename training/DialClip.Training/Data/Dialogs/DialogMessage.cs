namespace DialClip.Training.Data.Dialogs;

/// <summary>One message of a recorded dialog.</summary>
/// <param name="Speaker">"user" or "bot".</param>
/// <param name="Text">The text; null or empty for a picture alone.</param>
/// <param name="Image">The id of a catalog picture, or a path relative to the file; null for none.</param>
internal sealed record DialogMessage(string Speaker, string? Text = null, string? Image = null)
{
    /// <summary>Gets the text; empty for a picture alone.</summary>
    public string Text { get; init; } = Text ?? "";
}
