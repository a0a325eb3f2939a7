using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.MessageExtensions;

/// <summary>
/// Creates what Teams shows of a search: cards that go into the message that somebody writes, each with a preview for
/// the list.
/// </summary>
internal sealed class SearchResults(MediaLinks media, ILogger<SearchResults> logger)
{
    // A card of more than 28 KB is refused; a text that long is no answer to anything.
    private const int MaxText = 4000;
    private const int MaxTitle = 200;

    /// <summary>Creates the response with results, or with a sentence where there are none.</summary>
    public MessagingExtensionResponse Create(IReadOnlyList<FoundItem> found, Activity incoming)
    {
        var attachments = found
            .Select(item => CreateAttachment(item, incoming))
            .OfType<MessagingExtensionAttachment>()
            .ToList();
        return attachments.Count == 0
            ? CreateMessage("Nothing was found. Type what you want to say.")
            : new(
                new MessagingExtensionResult
                {
                    Type = "result",
                    // Tiles show pictures alone.
                    AttachmentLayout = found.All(item => item.Item.Modality == Modality.Picture) ? "grid" : "list",
                    Attachments = attachments,
                }
            );
    }

    /// <summary>Creates the response of a sentence.</summary>
    public static MessagingExtensionResponse CreateMessage(string text) =>
        new(new MessagingExtensionResult { Type = "message", Text = text });

    // One picture without an address, or with a damaged file, does not take the others with it.
    private MessagingExtensionAttachment? CreateAttachment(FoundItem found, Activity incoming)
    {
        try
        {
            var item = found.Item;
            if (item.Modality == Modality.Text)
                return Create(
                    new HeroCard(text: MessageSize.Shorten(item.Text!, MaxText)).ToAttachment(),
                    new ThumbnailCard(title: MessageSize.Shorten(item.Text!, MaxTitle))
                );
            var link = media.Create(item, found.CatalogDigest, incoming);
            var name = MessageSize.Shorten(item.Name, MaxTitle);
            var image = new CardImage(link.Address.AbsoluteUri, name);
            return Create(
                ReplyFactory.CreateAttachment(ReplyLayout.HeroCard, name, link, incoming.ChannelId),
                new ThumbnailCard(title: name, images: [image])
            );
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.ResultNotCreated(found.Item.Id, error);
            return null;
        }
    }

    private static MessagingExtensionAttachment Create(Attachment card, ThumbnailCard preview) =>
        new()
        {
            ContentType = card.ContentType,
            Content = card.Content,
            Name = card.Name,
            Preview = preview.ToAttachment(),
        };
}
