using DialClip.Model.Imaging;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Attachments;

/// <summary>Gets the picture of a message. A picture that cannot be had makes a text-only turn, and is logged.</summary>
internal sealed class PictureReader(PictureFetcher fetcher, ILogger<PictureReader> logger)
{
    /// <summary>Gets the first picture of a message that can be used; null when there is none.</summary>
    public async Task<RgbImage?> ReadAsync(Activity activity, CancellationToken cancellationToken)
    {
        foreach (var attachment in activity.Attachments ?? [])
        {
            if (attachment?.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true)
                continue;
            try
            {
                // What it is, its own first bytes say; the declared type only makes it a candidate.
                return ImageDecoder.Decode(await fetcher.FetchAsync(attachment.ContentUrl, activity.ServiceUrl, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception error) when (error is PictureException or ImageFormatException)
            {
                logger.PictureNotTaken(activity.Conversation?.Id, error.Message);
            }
        }
        return null;
    }
}
