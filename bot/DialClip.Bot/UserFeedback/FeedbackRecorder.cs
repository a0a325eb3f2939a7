using DialClip.Bot.Privacy;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>
/// Records likes and dislikes of the plugin's replies, each once; all other feedback is the host bot's.
/// </summary>
internal sealed class FeedbackRecorder(
    EarlierMessageUpdater updater,
    ExperimentLog log,
    BotTelemetry telemetry,
    IdHasher hasher,
    TimeProvider time,
    ILogger<FeedbackRecorder> logger
)
{
    /// <summary>
    /// Records feedback on a reply of this conversation, and responds where the channel waits for a response.
    /// </summary>
    /// <returns>Whether the activity is such feedback; otherwise it belongs to the host bot.</returns>
    public async Task<bool> TryRecordAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        if (ReplyFeedback.Parse(activity) is not { } feedback)
            return false;
        var rater = GetRater(activity);
        var (impression, liked, isNew) = await RateAsync(activity, feedback, rater, cancellationToken)
            .ConfigureAwait(false);
        if (impression is null)
        {
            logger.ForeignFeedback(hasher.HashConversation(activity));
            return false;
        }
        if (isNew)
        {
            telemetry.RecordFeedback(activity.ChannelId, liked, feedback.Source);
            log.Append(
                new Feedback
                {
                    ImpressionId = impression,
                    Liked = liked,
                    Rater = rater,
                    Source = feedback.Source,
                    Time = time.GetUtcNow(),
                }
            );
        }
        if (activity.Type == ActivityTypes.Invoke)
            await turnContext.SendActivityAsync(CreateResponse(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    // The same click may come several times, and under several ids: it counts where it changes the rating.
    private async Task<(string? Impression, bool? Liked, bool IsNew)> RateAsync(
        Activity activity,
        ReplyFeedback feedback,
        string rater,
        CancellationToken cancellationToken
    )
    {
        (string? Impression, bool? Liked, bool IsNew) rated = default;
        try
        {
            await updater
                .UpdateAsync(
                    ConversationStore.GetKey(activity),
                    Rate,
                    () => rated.Impression is not null,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return rated;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Whose reply it is cannot be told: the host bot may know.
            logger.StorageFailed(hasher.HashConversation(activity), error);
            return default;
        }

        ConversationRecord? Rate(ConversationRecord record)
        {
            var impression = record.Impressions.LastOrDefault(candidate =>
                feedback.Impression is null
                    ? candidate.ActivityId == feedback.MessageId
                    : candidate.Id == feedback.Impression
            );
            if (impression is null)
                return null;
            var (changed, liked, isNew) = impression.Rate(feedback, rater);
            rated = (impression.Id, liked, isNew);
            return ReferenceEquals(changed, impression)
                ? null
                : record with
                {
                    Impressions = record.Impressions.Replace(impression, changed),
                };
        }
    }

    private static Activity CreateResponse() =>
        new(ActivityTypesEx.InvokeResponse)
        {
            Value = new InvokeResponse { Status = 200, Body = new JObject() },
        };

    private string GetRater(Activity activity) => hasher.HashUser(activity.ChannelId, activity.From?.Id);
}
