using DialClip.Bot.Conversation;
using DialClip.Bot.Telemetry;
using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>Records likes and dislikes of our own replies, each once; all other feedback is somebody else's.</summary>
internal sealed class FeedbackRecorder(
    ConversationChanges memory,
    ExperimentLog log,
    BotTelemetry telemetry,
    UnitHasher hasher,
    TimeProvider time,
    ILogger<FeedbackRecorder> logger
)
{
    private const int RaterDigits = 16;

    /// <summary>Records a turn that is feedback for a reply of this conversation, and answers it where the channel waits for an answer.</summary>
    /// <returns>Whether it was; otherwise the turn belongs to the host bot.</returns>
    public async Task<bool> TryRecordAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        if (FeedbackReader.Read(activity) is not { } given)
            return false;
        var rater = RaterOf(activity);
        var (impression, liked, isNew) = await RateAsync(activity, given, rater, cancellationToken)
            .ConfigureAwait(false);
        if (impression is null)
        {
            logger.ForeignFeedback(activity.Conversation?.Id);
            return false;
        }
        if (isNew)
        {
            telemetry.Feedback(activity.ChannelId, given with { Liked = liked });
            log.Append(
                new Feedback
                {
                    ImpressionId = impression,
                    Liked = liked,
                    Rater = rater,
                    Source = given.Source,
                    Time = time.GetUtcNow(),
                }
            );
        }
        if (activity.Type == ActivityTypes.Invoke)
            await turnContext
                .SendActivityAsync(
                    new Activity(ActivityTypesEx.InvokeResponse)
                    {
                        Value = new InvokeResponse { Status = 200, Body = new JObject() },
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        return true;
    }

    // The same click may come several times, and under several ids: what counts is whether it says anything new.
    private async Task<(string? Impression, bool? Liked, bool IsNew)> RateAsync(
        Activity activity,
        GivenFeedback given,
        string rater,
        CancellationToken cancellationToken
    )
    {
        Impression? found = null;
        string? older = null;
        var (liked, isNew) = ((bool?)null, false);
        try
        {
            await memory
                .ChangeAsync(
                    activity,
                    record =>
                    {
                        found = record.Impressions.LastOrDefault(impression =>
                            given.Impression is null
                                ? impression.ActivityId == given.MessageId
                                : impression.Id == given.Impression
                        );
                        if (found is null)
                        {
                            // Of a reply of long ago no more is known than that it was ours.
                            older = record.OlderImpression(given.Impression, given.MessageId);
                            (liked, isNew) = (given.Liked, older is not null);
                            return null;
                        }
                        (var changed, liked, isNew) = found.With(given, rater);
                        return ReferenceEquals(changed, found)
                            ? null
                            : record with
                            {
                                Impressions = record.Impressions.Replace(found, changed),
                            };
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Whose reply it is cannot be told: the host bot may know.
            logger.NotRemembered(activity.Conversation?.Id, error);
            return (null, null, false);
        }
        return (found?.Id ?? older, liked, isNew);
    }

    private string RaterOf(Activity activity) =>
        hasher.Hash(new("user", $"{activity.ChannelId}\n{activity.From?.Id}"))[..RaterDigits];
}
