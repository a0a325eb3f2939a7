namespace Microsoft.Bot.Builder;

/// <summary>What runs at the end of the middleware, usually a bot's turn.</summary>
public delegate Task BotCallbackHandler(ITurnContext turnContext, CancellationToken cancellationToken);
