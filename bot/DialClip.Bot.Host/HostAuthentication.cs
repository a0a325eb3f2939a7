using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.IdentityModel.Tokens;

namespace DialClip.Bot.Host;

/// <summary>The SDK's authentication, which refuses a token that is malformed or wrongly signed.</summary>
/// <remarks>
/// CloudAdapter answers 401 to an <see cref="UnauthorizedAccessException"/> alone; for such tokens the SDK lets the
/// exceptions
/// of Microsoft.IdentityModel through, which would be answered with 500 and logged as faults of the host.
/// </remarks>
internal sealed class HostAuthentication(
    IConfiguration configuration,
    IHttpClientFactory clients,
    ILogger<HostAuthentication> logger
) : ConfigurationBotFrameworkAuthentication(configuration, httpClientFactory: clients, logger: logger)
{
    private readonly ILogger log = logger;

    /// <inheritdoc/>
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity,
        string authHeader,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await base.AuthenticateRequestAsync(activity, authHeader, cancellationToken).ConfigureAwait(false);
        }
        // What is no token at all is an ArgumentException there.
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            log.MessageRefused(error.Message);
            throw new UnauthorizedAccessException("The message's token is not one of the Bot Framework.", error);
        }
    }
}
