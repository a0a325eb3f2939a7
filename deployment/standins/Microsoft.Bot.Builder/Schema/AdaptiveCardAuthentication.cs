namespace Microsoft.Bot.Schema;

/// <summary>The token exchange part of an adaptive card invoke.</summary>
public class AdaptiveCardAuthentication : TokenExchangeInvokeRequest
{
}
