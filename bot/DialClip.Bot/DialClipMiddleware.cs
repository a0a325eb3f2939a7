using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot;

/// <summary>
/// The plugin's middleware. Answers a message with the best picture or text of the catalog, or leaves it to the host
/// bot; stores the messages of both sides.
/// </summary>
/// <remarks>One instance serves all turns, so it has no state of a turn.</remarks>
internal sealed class DialClipMiddleware(MessagePipeline messages, NonMessageActivityHandler others) : IMiddleware
{
    /// <inheritdoc/>
    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(next);
        var requests = new HostRequests();
        // An adapter may have got the plugin twice; a turn passes through it once.
        if (!turnContext.TurnState.TryAdd(HostRequests.Key, requests))
            return next(cancellationToken);
        return turnContext.Activity.Type == ActivityTypes.Message
            ? messages.RunAsync(turnContext, requests, next, cancellationToken)
            : others.RunAsync(turnContext, next, cancellationToken);
    }
}
