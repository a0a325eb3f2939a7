using DialClip.Bot.Media;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Replies;

/// <summary>Makes the attachment that shows a picture.</summary>
internal static class PictureCards
{
    private const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    // Who draws Adaptive Cards of 1.3; other channels turn them into a fall-back text, and a hero card into a picture with a caption.
    private static readonly HashSet<string> AdaptiveChannels = new(StringComparer.OrdinalIgnoreCase)
    {
        Channels.Msteams,
        Channels.Webchat,
        Channels.Directline,
        Channels.Emulator,
        Channels.M365,
        Channels.Test,
    };

    /// <summary>Makes the attachment.</summary>
    /// <param name="layout">What it is to look like.</param>
    /// <param name="name">The picture's name, which is its alternative text.</param>
    /// <param name="link">Where the picture lies, and what it is.</param>
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
                Content = Adaptive(name, link.Address),
                Name = name,
            },
            ReplyLayout.HeroCard or ReplyLayout.Carousel or ReplyLayout.AdaptiveCard => Hero(name, link.Address),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Unknown layout."),
        };

    private static Attachment Hero(string name, Uri address)
    {
        var attachment = new HeroCard(title: name, images: [new CardImage(address.AbsoluteUri, name)]).ToAttachment();
        attachment.Name = name;
        return attachment;
    }

    // https://adaptivecards.io/schemas/adaptive-card.json, version 1.3: what Teams and Web Chat both draw.
    private static JObject Adaptive(string name, Uri address) =>
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
