using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.UserFeedback;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>
/// Handles activities that are not messages: feedback, choices of catalog and searches of the message extension end
/// here, all others are the host bot's.
/// Its messages are stored: a welcome is part of the conversation.
/// </summary>
internal sealed class NonMessageActivityHandler(
    FeedbackRecorder feedback,
    CatalogChoice catalogs,
    CatalogSearch search,
    MessageEdits edits,
    TurnHistory history,
    TurnQueue queue,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<ReplyOptions> replyOptions
)
{
    /// <summary>Handles one activity.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        if (
            await feedback.TryRecordAsync(turnContext, cancellationToken).ConfigureAwait(false)
            || await catalogs.TryApplyAsync(activity, cancellationToken).ConfigureAwait(false)
            || await search.TryAnswerAsync(turnContext, cancellationToken).ConfigureAwait(false)
        )
            return;
        var isIgnored = replyOptions.CurrentValue.GetMode(activity.ChannelId) == ReplyMode.Ignore;
        // A deletion is heard all the same: it stores nothing.
        if (!isIgnored || activity.Type != ActivityTypes.MessageUpdate)
            await edits.ApplyAsync(activity, cancellationToken).ConfigureAwait(false);
        var sent = new SentMessages(options.CurrentValue.MaxTextLength);
        sent.Attach(turnContext);
        try
        {
            await next(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // A message that is answered in the background, or by a skill, is not left unanswered.
            if (sent.HasAnswer && activity.Name == ActivityEventNames.ContinueConversation)
                queue.ReportProactiveMessage(ConversationStore.GetKey(activity));
            if (ConversationEnd.IsEnd(activity))
                await history.EndAsync(activity).ConfigureAwait(false);
            else if (!isIgnored)
                await history.SaveAsync(activity, sent).ConfigureAwait(false);
        }
    }
}
