using DialClip.Bot.Conversation;
using DialClip.Bot.Turns;
using DialClip.Bot.UserFeedback;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot;

/// <summary>Answers a message with the best picture or text of the catalog, or stays silent and lets the host bot answer; remembers what both sides say.</summary>
/// <remarks>One instance serves all turns, so it keeps nothing of a turn.</remarks>
internal sealed class DialClipMiddleware(
    FeedbackRecorder feedback,
    CatalogChoice catalogs,
    MessageTurns messages,
    OtherTurns others
) : IMiddleware
{
    private const string SeenKey = "DialClip.Bot.Seen";

    /// <inheritdoc/>
    public async Task OnTurnAsync(
        ITurnContext turnContext,
        NextDelegate next,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(next);
        var activity = turnContext.Activity;
        // An adapter may have been given the plugin twice; a turn passes through it once.
        if (!turnContext.TurnState.TryAdd(SeenKey, SeenKey))
        {
            await next(cancellationToken).ConfigureAwait(false);
            return;
        }
        if (
            await feedback.TryRecordAsync(turnContext, cancellationToken).ConfigureAwait(false)
            || await catalogs.TryTakeAsync(activity, cancellationToken).ConfigureAwait(false)
        )
            return;
        if (activity.Type == ActivityTypes.Message)
            await messages.RunAsync(turnContext, next, cancellationToken).ConfigureAwait(false);
        else
            await others.RunAsync(turnContext, next, cancellationToken).ConfigureAwait(false);
    }
}
