using DialClip.Bot.UserFeedback;
using DialClip.Experiments.Assignment;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Makes the activity of a reply.</summary>
internal sealed class ReplyFactory(MediaUrls media, IOptions<ReplyOptions> options)
{
    /// <summary>Makes a message with a picture or a text, which can be liked and disliked.</summary>
    /// <param name="candidate">What to send.</param>
    /// <param name="reason">Why it was chosen.</param>
    /// <param name="assignment">The variant that chose it.</param>
    /// <param name="impression">The id that feedback will name.</param>
    /// <param name="catalogDigest">The digest of the catalog that it is from.</param>
    /// <param name="incoming">The message that is answered.</param>
    public Activity Create(ScoredCandidate candidate, string reason, VariantAssignment assignment, string impression, string catalogDigest, Activity incoming)
    {
        var item = candidate.Item;
        var reply = item.Modality == Modality.Text
            ? MessageFactory.Text(item.Text)
            : (Activity)MessageFactory.Attachment(new Attachment { ContentType = ContentTypeOf(item.Media[0]), ContentUrl = media.For(item, catalogDigest, incoming).AbsoluteUri, Name = item.Name });
        // Read aloud, and shown where pictures are not.
        if (item.Modality == Modality.Picture)
            reply.Summary = item.Name;
        reply.Entities = [FeedbackEntity.Create(impression)];
        if (options.Value.ShowReasons)
            reply.ChannelData = new { dialclip = new Explanation(impression, item.Id, item.Name, candidate.Score, reason, assignment.Variant, assignment.Reason) };
        return reply;
    }

    private static string ContentTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".bmp" => "image/bmp",
        var other => throw new InvalidDataException($"A picture of the catalog is a '{other}' file, expected svg, png, jpeg, gif, webp or bmp."),
    };
}
