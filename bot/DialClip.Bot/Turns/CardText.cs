using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>The text of a host bot's attachments.</summary>
internal static class CardText
{
    private static readonly string[] Properties = ["title", "subtitle", "text"];

    /// <summary>Gets the text of a hero or thumbnail card, or a picture's name; empty where there is none.</summary>
    public static string Get(Attachment? attachment) =>
        attachment?.Content switch
        {
            HeroCard card => Join(card.Title, card.Subtitle, card.Text),
            ThumbnailCard card => Join(card.Title, card.Subtitle, card.Text),
            JObject card when attachment.ContentType is HeroCard.ContentType or ThumbnailCard.ContentType => Join([
                .. Properties.Select(property => (card[property] as JValue)?.Value as string),
            ]),
            null when attachment?.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true =>
                attachment.Name ?? "",
            _ => "",
        };

    private static string Join(params string?[] parts) =>
        string.Join(". ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
