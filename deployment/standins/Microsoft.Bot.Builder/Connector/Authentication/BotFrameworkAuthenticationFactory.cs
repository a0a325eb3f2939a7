namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Makes the authentication of a bot without an app id.</summary>
public static class BotFrameworkAuthenticationFactory
{
    public static BotFrameworkAuthentication Create() => new LoopbackAuthentication(null, null);
}
