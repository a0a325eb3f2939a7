using Microsoft.Bot.Builder;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A middleware from a lambda.</summary>
internal sealed class DelegateMiddleware(Func<ITurnContext, NextDelegate, CancellationToken, Task> step) : IMiddleware
{
    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
        => step(turnContext, next, cancellationToken);
}
