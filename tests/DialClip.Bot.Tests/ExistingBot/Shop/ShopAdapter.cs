using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>The shop's adapter: its own middleware, then whatever the services bring.</summary>
internal sealed class ShopAdapter : CloudAdapter
{
    public ShopAdapter(
        BotFrameworkAuthentication authentication,
        ConversationState conversations,
        UserState users,
        TurnErrors errors,
        IEnumerable<IMiddleware> middleware,
        ILogger<ShopAdapter> logger
    )
        : base(authentication, logger)
    {
        Use(new AutoSaveStateMiddleware(conversations, users));
        Use(new HouseStyle());
        foreach (var each in middleware)
            Use(each);
        OnTurnError = errors.HandleAsync;
    }
}
