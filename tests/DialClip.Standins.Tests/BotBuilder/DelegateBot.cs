using Microsoft.Bot.Builder;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A bot from a lambda.</summary>
internal sealed class DelegateBot(Func<ITurnContext, CancellationToken, Task> turn) : IBot
{
    public Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default) => turn(turnContext, cancellationToken);
}
