using System.Security.Claims;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Bot.Builder.Integration.AspNet.Core;

/// <summary>The authentication that a configuration asks for; the stand-in has only that of a bot without an app id, on loopback.</summary>
public class ConfigurationBotFrameworkAuthentication : BotFrameworkAuthentication
{
    // Each of these asks for a part of the cloud that is not here.
    private static readonly string[] CloudSettings =
    [
        "MicrosoftAppId", "MicrosoftAppPassword", "ChannelService", "OAuthUrl", "CallerId",
        "ToChannelFromBotLoginUrl", "ToChannelFromBotOAuthScope", "ToBotFromChannelTokenIssuer",
        "ToBotFromChannelOpenIdMetadataUrl", "ToBotFromEmulatorOpenIdMetadataUrl",
    ];

    private readonly LoopbackAuthentication inner;

    /// <summary>Reads the configuration and refuses one that needs the cloud.</summary>
    /// <exception cref="InvalidOperationException">An app id or another setting of the cloud is there.</exception>
    public ConfigurationBotFrameworkAuthentication(IConfiguration configuration, ServiceClientCredentialsFactory credentialsFactory = null,
        AuthenticationConfiguration authConfiguration = null, IHttpClientFactory httpClientFactory = null, ILogger logger = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var found = CloudSettings.Where(name => !string.IsNullOrWhiteSpace(configuration[name])).ToList();
        if (found.Count > 0)
        {
            var named = string.Join(", ", found.Select(name => $"'{name}'"));
            throw new InvalidOperationException(
                $"The configuration sets {named}, but the stand-in for the Bot Framework SDK has no cloud authentication. {StandIn.Remedy} "
                + "To run on this machine only, leave these settings empty.");
        }

        if (authConfiguration?.ClaimsValidator is not null)
            throw StandIn.Lacks("a validator of claims", "Microsoft.Bot.Connector");
        inner = new LoopbackAuthentication(credentialsFactory, httpClientFactory);
    }

    public override string GetOriginatingAudience() => inner.GetOriginatingAudience();

    public override Task<ClaimsIdentity> AuthenticateChannelRequestAsync(string authHeader, CancellationToken cancellationToken)
        => inner.AuthenticateChannelRequestAsync(authHeader, cancellationToken);

    public override Task<AuthenticateRequestResult> AuthenticateRequestAsync(Activity activity, string authHeader, CancellationToken cancellationToken)
        => inner.AuthenticateRequestAsync(activity, authHeader, cancellationToken);

    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(string authHeader, string channelIdHeader,
        CancellationToken cancellationToken)
        => inner.AuthenticateStreamingRequestAsync(authHeader, channelIdHeader, cancellationToken);

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => inner.CreateConnectorFactory(claimsIdentity);

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken)
        => inner.CreateUserTokenClientAsync(claimsIdentity, cancellationToken);
}
