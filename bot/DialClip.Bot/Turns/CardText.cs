using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>Reads what the attachments of a host bot say in words.</summary>
internal static class CardText
{
    private static readonly string[] Parts = ["title", "subtitle", "text"];

    /// <summary>Gets the words of a hero or thumbnail card, or a picture's name; empty where there are none.</summary>
    public static string Of(Attachment? attachment) =>
        attachment?.Content switch
        {
            HeroCard card => Joined(card.Title, card.Subtitle, card.Text),
            ThumbnailCard card => Joined(card.Title, card.Subtitle, card.Text),
            JObject card when attachment.ContentType is HeroCard.ContentType or ThumbnailCard.ContentType => Joined([
                .. Parts.Select(part => (card[part] as JValue)?.Value as string),
            ]),
            null when attachment?.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true =>
                attachment.Name ?? "",
            _ => "",
        };

    private static string Joined(params string?[] parts) =>
        string.Join(". ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
