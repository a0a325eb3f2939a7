using DialClip.Model.Imaging;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>Gets the picture of a message. A picture that cannot be had makes a text-only turn, and is logged.</summary>
internal sealed class PictureReader(PictureFetcher fetcher, IOptions<AttachmentOptions> options, TimeProvider time, ILogger<PictureReader> logger)
{
    // A message with more is no chat; each costs a fetch and a decoding.
    private const int MostAttachments = 4;

    /// <summary>Gets the first picture of a message that can be used; null when there is none.</summary>
    public async Task<RgbImage?> ReadAsync(Activity activity, CancellationToken cancellationToken)
    {
        // One allowance for all of them together.
        using var budget = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        foreach (var attachment in (activity.Attachments ?? []).Where(IsPicture).Take(MostAttachments))
        {
            try
            {
                // What it is, its own first bytes say; the declared type only makes it a candidate.
                return ImageDecoder.Decode(await fetcher.FetchAsync(attachment.ContentUrl, activity.ServiceUrl, both.Token).ConfigureAwait(false));
            }
            catch (Exception error) when (error is PictureException or ImageFormatException)
            {
                logger.PictureNotTaken(activity.Conversation?.Id, error.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                logger.PictureNotTaken(activity.Conversation?.Id, $"the pictures of the message together took longer than {options.Value.Timeout.TotalSeconds:0.#} s");
                return null;
            }
        }
        return null;
    }

    private static bool IsPicture(Attachment? attachment) => attachment?.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
}
