using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;

namespace DialClip.Bot.Host;

/// <summary>The adapter with every registered middleware, and one neutral sentence when a turn fails.</summary>
internal sealed class HostAdapter : CloudAdapter
{
    public HostAdapter(
        BotFrameworkAuthentication authentication,
        IEnumerable<Microsoft.Bot.Builder.IMiddleware> middleware,
        ILogger<HostAdapter> logger
    )
        : base(authentication, logger)
    {
        foreach (var each in middleware)
            Use(each);
        OnTurnError = async (turn, error) =>
        {
            logger.TurnFailed(turn.Activity.Conversation?.Id, error);
            await turn.SendActivityAsync("Sorry, something went wrong here.").ConfigureAwait(false);
        };
    }
}
