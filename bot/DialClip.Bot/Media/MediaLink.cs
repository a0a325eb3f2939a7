namespace DialClip.Bot.Media;

/// <summary>A link at which a channel fetches a picture.</summary>
/// <param name="Address">The address.</param>
/// <param name="ContentType">The content type.</param>
internal sealed record MediaLink(Uri Address, string ContentType);
