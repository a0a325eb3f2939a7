using DialClip.Bot.Privacy;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.IdentityModel.Tokens;

namespace DialClip.Bot.Host;

/// <summary>
/// The SDK's authentication, which also refuses a token that is malformed or signed by somebody else.
/// </summary>
/// <remarks>
/// CloudAdapter answers 401 to an <see cref="UnauthorizedAccessException"/> alone; for such tokens the SDK throws the
/// exceptions of Microsoft.IdentityModel, which would be answered with 500 and logged as errors of the host.
/// </remarks>
internal sealed partial class BotAuthentication(
    IConfiguration configuration,
    IHttpClientFactory clients,
    ILogger<BotAuthentication> logger
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
        // The SDK throws an ArgumentException for what is no token at all.
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            LogMessageRefused(log, new(error.Message));
            throw new UnauthorizedAccessException("The message's token is not one of the Bot Framework.", error);
        }
    }

    [LoggerMessage(102, LogLevel.Warning, "A message to '/api/messages' was refused for its token: {Reason}")]
    private static partial void LogMessageRefused(ILogger logger, LogText reason);
}
