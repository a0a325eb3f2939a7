using DialClip.Bot.Media;
using DialClip.Bot.UserFeedback;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Makes the activity of a reply, as its channel wants it.</summary>
internal sealed class ReplyFactory(MediaLinks media, IOptionsMonitor<ReplyOptions> options)
{
    /// <summary>Gets what a reply shows: the best candidate, and for a carousel the next pictures, too.</summary>
    /// <param name="ranked">What could be sent, best first; at least one.</param>
    /// <param name="channel">The channel's id.</param>
    public IReadOnlyList<ScoredCandidate> Shown(IReadOnlyList<ScoredCandidate> ranked, string? channel)
    {
        var replies = options.CurrentValue;
        return ranked[0].Item.Modality == Modality.Picture && replies.LayoutOn(channel) == ReplyLayout.Carousel
            ? [.. ranked.Where(candidate => candidate.Item.Modality == Modality.Picture).Take(replies.CarouselSize)]
            : [ranked[0]];
    }

    /// <summary>Makes a message that can be liked and disliked.</summary>
    /// <param name="shown">What it shows.</param>
    /// <param name="impression">The id that feedback will name.</param>
    /// <param name="catalogDigest">The digest of the catalog that it is from.</param>
    /// <param name="incoming">The message that is answered.</param>
    public Activity Create(
        IReadOnlyList<ScoredCandidate> shown,
        string impression,
        string catalogDigest,
        Activity incoming
    )
    {
        var items = shown.Select(candidate => candidate.Item).ToList();
        var reply =
            items[0].Modality == Modality.Text
                ? MessageFactory.Text(items[0].Text)
                : PicturesOf(items, catalogDigest, incoming);
        ReplyMark.Set(reply, impression);
        FeedbackControls.Add(reply, impression, incoming.ChannelId);
        return reply;
    }

    private Activity PicturesOf(List<CatalogItem> items, string catalogDigest, Activity incoming)
    {
        var layout = options.CurrentValue.LayoutOn(incoming.ChannelId);
        var attachments = items
            .Select(item =>
                PictureCards.Create(layout, item.Name, media.For(item, catalogDigest, incoming), incoming.ChannelId)
            )
            .ToList();
        var reply = (Activity)(
            attachments.Count == 1 ? MessageFactory.Attachment(attachments[0]) : MessageFactory.Carousel(attachments)
        );
        // Read aloud, and shown where pictures are not.
        reply.Summary = string.Join(", ", items.Select(item => item.Name));
        return reply;
    }
}
