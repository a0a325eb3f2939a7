using System.Globalization;
using DialClip.Bot.Privacy;
using DialClip.Bot.Turns;
using DialClip.Encoders.Imaging;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>
/// Reads the picture of a message. A picture that is refused leaves a turn of text only, and is logged.
/// </summary>
internal sealed class PictureReader(
    PictureFetcher fetcher,
    IdHasher hasher,
    IOptionsMonitor<AttachmentOptions> options,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time,
    ILogger<PictureReader> logger
)
{
    // People send fewer; each costs a fetch and a decoding.
    private const int MaxAttachments = 4;

    // The largest picture that is allowed takes 170 MB while it is decoded, a progressive JPEG up to twice that: many
    // at once must not take as many times that.
    private const int MaxDecodings = 2;

    private const string Unusable = "The picture could not be used. Send it again, or another one.";

    private readonly DecodingQueue decodings = new(MaxDecodings, time);

    /// <summary>The outcome of reading the pictures of a message.</summary>
    /// <param name="Picture">The first one that can be used; null where there is none.</param>
    /// <param name="Refused">The reasons against those before it, in the order of the message.</param>
    /// <param name="Explanation">
    /// A sentence for the user about the first of those, in general words where the details are not for users.
    /// </param>
    internal sealed record Result(RgbImage? Picture, IReadOnlyList<PictureRefusal> Refused, string? Explanation = null);

    /// <summary>Gets the decoder of a file, within limits.</summary>
    /// <value>The default is <see cref="ImageDecoder"/>.</value>
    public Func<byte[], ImageLimits, CancellationToken, RgbImage> Decode { private get; init; } =
        static (bytes, limits, cancellationToken) => ImageDecoder.Decode(bytes, limits, cancellationToken);

    /// <summary>Reads the first picture of a message that can be used.</summary>
    public async Task<Result> ReadAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        List<PictureSource> sources =
        [
            .. (turnContext.Activity.Attachments ?? []).Select(PictureSource.From).OfType<PictureSource>(),
        ];
        if (sources.Count == 0)
            return new(null, []);
        // One timeout for all of them together.
        using var timeout = new CancellationTokenSource(timeouts.CurrentValue.PictureFetch, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var refused = new List<PictureRefusal>();
        string? explanation = null;
        foreach (var source in sources.Take(MaxAttachments))
        {
            try
            {
                return new(await ReadAsync(source, turnContext, linked.Token).ConfigureAwait(false), refused);
            }
            catch (PictureException error)
            {
                refused.Add(error.Refusal);
                explanation ??= (error.InnerException as ImageFormatException)?.Message;
                logger.PictureRefused(hasher.HashConversation(turnContext.Activity), error.Refusal, new(error.Message));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                refused.Add(PictureRefusal.Timeout);
                var seconds = timeouts.CurrentValue.PictureFetch.TotalSeconds.ToString(
                    "0.#",
                    CultureInfo.InvariantCulture
                );
                logger.PictureRefused(
                    hasher.HashConversation(turnContext.Activity),
                    PictureRefusal.Timeout,
                    new($"the pictures of the message took longer than {seconds} s")
                );
                break;
            }
        }
        if (sources.Count > MaxAttachments && !refused.Contains(PictureRefusal.Timeout))
        {
            refused.Add(PictureRefusal.TooManyPictures);
            logger.PictureRefused(
                hasher.HashConversation(turnContext.Activity),
                PictureRefusal.TooManyPictures,
                new($"the message has {sources.Count} pictures; the first {MaxAttachments} are tried")
            );
        }
        return new(null, refused, explanation ?? Unusable);
    }

    private async Task<RgbImage> ReadAsync(
        PictureSource source,
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        var bytes = await fetcher.FetchAsync(source, turnContext, cancellationToken).ConfigureAwait(false);
        // Before the slot: settings that are not valid must not keep it.
        var limits = new ImageLimits(options.CurrentValue.MaxPixels, options.CurrentValue.MaxBytes);
        var activity = turnContext.Activity;
        var slot =
            await decodings
                .EnterAsync($"{activity.ChannelId}/{activity.Conversation?.Id}", cancellationToken)
                .ConfigureAwait(false)
            ?? throw new PictureException(PictureRefusal.Busy, "too many pictures wait to be decoded");
        try
        {
            return await DecodeAsync(bytes, limits, slot, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageFormatException error)
        {
            throw new PictureException(ToRefusal(error.Error), error.Message.TrimEnd('.'), error);
        }
        // An error of the decoder, not of the picture. It must not cost the turn: the text may be answered all the
        // same.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.PictureFailed(hasher.HashConversation(turnContext.Activity), error);
            throw new PictureException(PictureRefusal.Damaged, "the decoder failed", error);
        }
    }

    // The turn does not wait longer than its time for a decoder that cannot be interrupted; the slot is held until the
    // decoder has ended all the same, so that no more than the allowed number ever run.
    private async Task<RgbImage> DecodeAsync(
        byte[] bytes,
        ImageLimits limits,
        IDisposable slot,
        CancellationToken cancellationToken
    )
    {
        var decoding = Task.Run(
            () =>
            {
                using (slot)
                    return Decode(bytes, limits, cancellationToken);
            },
            CancellationToken.None
        );
        return await decoding.IgnoreLateFault().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static PictureRefusal ToRefusal(ImageError error) =>
        error switch
        {
            ImageError.NotAPicture => PictureRefusal.NotAPicture,
            ImageError.TooManyPixels => PictureRefusal.TooManyPixels,
            ImageError.TooManyBytes => PictureRefusal.TooManyBytes,
            _ => PictureRefusal.Damaged,
        };
}
