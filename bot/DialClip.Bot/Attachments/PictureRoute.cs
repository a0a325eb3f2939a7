namespace DialClip.Bot.Attachments;

/// <summary>How a picture is fetched.</summary>
/// <param name="Address">The address, checked.</param>
/// <param name="Client">The name of the HTTP client.</param>
/// <param name="TakesToken">Whether the bot's own token goes with the request.</param>
internal sealed record PictureRoute(Uri Address, string Client, bool TakesToken);
