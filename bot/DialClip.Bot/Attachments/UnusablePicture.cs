namespace DialClip.Bot.Attachments;

/// <summary>The reason for which no picture of a message could be used, as the turn's state holds it.</summary>
/// <param name="Explanation">A sentence or two for the user.</param>
internal sealed record UnusablePicture(string Explanation);
