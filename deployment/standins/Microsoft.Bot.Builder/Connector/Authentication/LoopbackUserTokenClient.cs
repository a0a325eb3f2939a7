namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Signs nobody in.</summary>
internal sealed class LoopbackUserTokenClient : UserTokenClient;
