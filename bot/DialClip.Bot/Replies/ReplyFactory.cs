using DialClip.Bot.Media;
using DialClip.Bot.UserFeedback;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Replies;

/// <summary>Creates the activity of a reply in the form that its channel shows.</summary>
internal sealed class ReplyFactory(MediaLinks media, IOptionsMonitor<ReplyOptions> options)
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

    /// <summary>
    /// Selects the candidates that one reply shows: the best, and for a carousel the next pictures, too.
    /// </summary>
    /// <param name="ranked">The candidates that could be sent, best first; at least one.</param>
    /// <param name="channel">The channel's id.</param>
    public IReadOnlyList<ScoredCandidate> SelectCandidates(IReadOnlyList<ScoredCandidate> ranked, string? channel)
    {
        var replies = options.CurrentValue;
        return ranked[0].Item.Modality == Modality.Picture && replies.GetLayout(channel) == ReplyLayout.Carousel
            ? [.. ranked.Where(candidate => candidate.Item.Modality == Modality.Picture).Take(replies.CarouselSize)]
            : [ranked[0]];
    }

    /// <summary>Creates a message that can be liked and disliked.</summary>
    /// <param name="candidates">The candidates that it shows.</param>
    /// <param name="impression">The impression id, which feedback will name.</param>
    /// <param name="catalogDigest">The digest of the catalog that they are from.</param>
    /// <param name="incoming">The message that is answered.</param>
    /// <exception cref="InvalidOperationException">
    /// The channel has no address for a picture; see <see cref="MediaLinks"/>.
    /// </exception>
    public Activity Create(
        IReadOnlyList<ScoredCandidate> candidates,
        string impression,
        string catalogDigest,
        Activity incoming
    )
    {
        var items = candidates.Select(candidate => candidate.Item).ToList();
        var reply =
            items[0].Modality == Modality.Text
                ? MessageFactory.Text(MessageSize.Shorten(items[0].Text!, MessageSize.MaxText))
                : CreatePictures(items, catalogDigest, incoming);
        ReplyMark.SetImpression(reply, impression);
        FeedbackControls.Add(reply, impression, incoming.ChannelId);
        return reply;
    }

    /// <summary>Creates the attachment that displays a picture.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="name">The picture's name, which is its alternative text.</param>
    /// <param name="link">The picture's address and content type.</param>
    /// <param name="channel">The channel's id.</param>
    public static Attachment CreateAttachment(ReplyLayout layout, string name, MediaLink link, string? channel) =>
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

    private Activity CreatePictures(List<CatalogItem> items, string catalogDigest, Activity incoming)
    {
        var layout = options.CurrentValue.GetLayout(incoming.ChannelId);
        var attachments = items
            .Select(item =>
                CreateAttachment(
                    layout,
                    MessageSize.Shorten(item.Name, MessageSize.MaxName),
                    media.Create(item, catalogDigest, incoming),
                    incoming.ChannelId
                )
            )
            .ToList();
        var reply = (Activity)(
            attachments.Count == 1 ? MessageFactory.Attachment(attachments[0]) : MessageFactory.Carousel(attachments)
        );
        // Read aloud, and displayed where pictures are not.
        reply.Summary = string.Join(", ", items.Select(item => MessageSize.Shorten(item.Name, MessageSize.MaxName)));
        return reply;
    }

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
