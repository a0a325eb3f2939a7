namespace DialClip.Bot.Media;

/// <summary>The URL and content type of a picture for a channel.</summary>
/// <param name="Address">The address.</param>
/// <param name="ContentType">The content type that is served there.</param>
internal sealed record MediaLink(Uri Address, string ContentType);
