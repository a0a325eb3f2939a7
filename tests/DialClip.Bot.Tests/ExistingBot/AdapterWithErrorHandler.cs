using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.ExistingBot;

internal sealed class AdapterWithErrorHandler : CloudAdapter
{
    public AdapterWithErrorHandler(
        BotFrameworkAuthentication auth,
        ILogger<IBotFrameworkHttpAdapter> logger,
        IServiceProvider services
    )
        : base(auth, logger)
    {
        this.UseDialClip(services);
        OnTurnError = (turnContext, error) => turnContext.SendActivityAsync("Sorry, something went wrong.");
    }
}
