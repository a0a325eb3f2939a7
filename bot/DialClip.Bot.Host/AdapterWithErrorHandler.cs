using DialClip.Bot.Privacy;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;

namespace DialClip.Bot.Host;

/// <summary>Adapter with every registered middleware, which answers one neutral sentence when a turn fails.</summary>
internal sealed partial class AdapterWithErrorHandler : CloudAdapter
{
    public AdapterWithErrorHandler(
        BotFrameworkAuthentication authentication,
        IEnumerable<Microsoft.Bot.Builder.IMiddleware> middleware,
        IdHasher hasher,
        ILogger<AdapterWithErrorHandler> logger
    )
        : base(authentication, logger)
    {
        foreach (var each in middleware)
            Use(each);
        OnTurnError = async (turn, error) =>
        {
            LogTurnFailed(logger, hasher.HashConversation(turn.Activity), error);
            await turn.SendActivityAsync("Sorry, something went wrong here.").ConfigureAwait(false);
        };
    }

    [LoggerMessage(103, LogLevel.Error, "A turn of conversation '{Conversation}' failed.")]
    private static partial void LogTurnFailed(ILogger logger, ConversationHash conversation, Exception error);
}
