using DialClip.Bot.Conversation;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.UserFeedback;

/// <summary>Records likes and dislikes of our own replies; all other feedback is somebody else's.</summary>
internal sealed class FeedbackRecorder(ConversationMemory memory, ExperimentLog log, TimeProvider time, ILogger<FeedbackRecorder> logger)
{
    /// <summary>Records an activity that is feedback for a reply of this conversation.</summary>
    /// <returns>Whether it was; otherwise the activity belongs to the host bot.</returns>
    public async Task<bool> TryRecordAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (FeedbackEntity.Read(activity) is not { } given)
            return false;
        ConversationRecord record;
        try
        {
            record = await memory.ReadAsync(ConversationKey.Of(activity), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whose reply it is cannot be told: the host bot may know.
            logger.NotRemembered(activity.Conversation?.Id, error);
            return false;
        }
        if (record.Impressions.All(impression => impression.Id != given.Impression))
        {
            logger.ForeignFeedback(activity.Conversation?.Id, given.Impression);
            return false;
        }
        await log.AppendAsync(new Experiments.Events.Feedback { ImpressionId = given.Impression, Liked = given.Liked, Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
