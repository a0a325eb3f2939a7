using DialClip.Bot.Media;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Replies;

/// <summary>The attachments that display a picture.</summary>
internal static class PictureCards
{
    private const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    // These render Adaptive Cards 1.3. Others turn them into a fallback text, and a hero card into a captioned picture.
    private static readonly HashSet<string> AdaptiveChannels = new(StringComparer.OrdinalIgnoreCase)
    {
        Channels.Msteams,
        Channels.Webchat,
        Channels.Directline,
        Channels.Emulator,
        Channels.M365,
        Channels.Test,
    };

    /// <summary>Creates the attachment.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="name">The picture's name, which is its alternative text.</param>
    /// <param name="link">The picture's address and content type.</param>
    /// <param name="channel">The channel's id.</param>
    public static Attachment Create(ReplyLayout layout, string name, MediaLink link, string? channel) =>
        layout switch
        {
            ReplyLayout.Picture => new Attachment
            {
                ContentType = link.ContentType,
                ContentUrl = link.Address.AbsoluteUri,
                Name = name,
            },
            ReplyLayout.AdaptiveCard when channel is not null && AdaptiveChannels.Contains(channel) => new Attachment
            {
                ContentType = AdaptiveCard,
                Content = CreateAdaptiveCard(name, link.Address),
                Name = name,
            },
            ReplyLayout.HeroCard or ReplyLayout.Carousel or ReplyLayout.AdaptiveCard => CreateHeroCard(
                name,
                link.Address
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Unknown layout."),
        };

    private static Attachment CreateHeroCard(string name, Uri address)
    {
        var attachment = new HeroCard(title: name, images: [new CardImage(address.AbsoluteUri, name)]).ToAttachment();
        attachment.Name = name;
        return attachment;
    }

    // https://adaptivecards.io/schemas/adaptive-card.json, version 1.3: the version that Teams and Web Chat both
    // render.
    private static JObject CreateAdaptiveCard(string name, Uri address) =>
        new()
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.3",
            ["fallbackText"] = name,
            ["body"] = new JArray(
                new JObject
                {
                    ["type"] = "Image",
                    ["url"] = address.AbsoluteUri,
                    ["altText"] = name,
                    ["size"] = "Large",
                    ["horizontalAlignment"] = "Center",
                },
                new JObject
                {
                    ["type"] = "TextBlock",
                    ["text"] = name,
                    ["wrap"] = true,
                    ["isSubtle"] = true,
                    ["horizontalAlignment"] = "Center",
                }
            ),
        };
}
