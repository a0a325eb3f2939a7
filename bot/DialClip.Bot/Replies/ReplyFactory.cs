using DialClip.Bot.Media;
using DialClip.Bot.UserFeedback;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Creates the activity of a reply in the form that its channel shows.</summary>
internal sealed class ReplyFactory(MediaLinks media, IOptionsMonitor<ReplyOptions> options)
{
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

    private Activity CreatePictures(List<CatalogItem> items, string catalogDigest, Activity incoming)
    {
        var layout = options.CurrentValue.GetLayout(incoming.ChannelId);
        var attachments = items
            .Select(item =>
                PictureCards.Create(
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
}
