using DialClip.Bot.State;
using DialClip.Bot.UserFeedback;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>
/// Handles activities that are not messages: feedback and choices of catalog end here, all others are the host bot's.
/// Its messages are stored: a welcome is part of the conversation.
/// </summary>
internal sealed class NonMessageActivityHandler(
    FeedbackRecorder feedback,
    CatalogChoice catalogs,
    MessageEdits edits,
    TurnHistory history,
    IOptionsMonitor<ConversationOptions> options
)
{
    /// <summary>Handles one activity.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        if (
            await feedback.TryRecordAsync(turnContext, cancellationToken).ConfigureAwait(false)
            || await catalogs.TryApplyAsync(activity, cancellationToken).ConfigureAwait(false)
        )
            return;
        await edits.ApplyAsync(activity, cancellationToken).ConfigureAwait(false);
        var sent = new SentMessages(options.CurrentValue.MaxTextLength);
        sent.Attach(turnContext);
        try
        {
            await next(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await history.SaveAsync(activity, sent).ConfigureAwait(false);
        }
    }
}
