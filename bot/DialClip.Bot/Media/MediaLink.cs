namespace DialClip.Bot.Media;

/// <summary>Where a channel fetches a picture, and as what it comes.</summary>
/// <param name="Address">The address.</param>
/// <param name="ContentType">The content type that is served there.</param>
internal sealed record MediaLink(Uri Address, string ContentType);
