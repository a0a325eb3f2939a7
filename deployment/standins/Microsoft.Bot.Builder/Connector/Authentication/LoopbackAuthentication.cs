using System.Security.Claims;
using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Takes the place of the cloud's authentication: admits everyone on this machine and answers only there.</summary>
internal sealed class LoopbackAuthentication(ServiceClientCredentialsFactory credentialsFactory,
    IHttpClientFactory httpClientFactory) : BotFrameworkAuthentication
{
    public override string GetOriginatingAudience() => AuthenticationConstants.ToChannelFromBotOAuthScope;

    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(Activity activity, string authHeader, CancellationToken cancellationToken)
    {
        if (credentialsFactory is not null && !await credentialsFactory.IsAuthenticationDisabledAsync(cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException(
                $"The given {credentialsFactory.GetType().Name} has an app id, "
                + $"but the stand-in for the Bot Framework SDK has no cloud authentication. {StandIn.Remedy}");
        if (!string.IsNullOrWhiteSpace(authHeader))
            throw new LoopbackOnlyException(
                "The request has an Authorization header, which the stand-in for the Bot Framework SDK cannot verify: "
                + $"it has no cloud authentication. {StandIn.Remedy}");
        Loopback.RequireServiceUrl(activity.ServiceUrl);
        var identity = new ClaimsIdentity([], AuthenticationConstants.AnonymousAuthType);
        return new AuthenticateRequestResult
        {
            ClaimsIdentity = identity,
            Audience = AuthenticationConstants.ToChannelFromBotOAuthScope,
            ConnectorFactory = CreateConnectorFactory(identity),
        };
    }

    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(string authHeader, string channelIdHeader,
        CancellationToken cancellationToken)
        => throw StandIn.Lacks("streaming connections", "Microsoft.Bot.Connector.Streaming");

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => new LoopbackConnectorFactory(httpClientFactory);

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken)
        => Task.FromResult<UserTokenClient>(new LoopbackUserTokenClient());
}
