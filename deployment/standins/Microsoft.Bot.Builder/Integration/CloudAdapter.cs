using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Bot.Builder.Integration.AspNet.Core;

/// <summary>Runs turns for HTTP requests from this machine and answers to connectors on this machine.</summary>
public class CloudAdapter : CloudAdapterBase, IBotFrameworkHttpAdapter
{
    public CloudAdapter()
        : this(BotFrameworkAuthenticationFactory.Create())
    {
    }

    public CloudAdapter(BotFrameworkAuthentication botFrameworkAuthentication, ILogger logger = null)
        : base(botFrameworkAuthentication, logger)
    {
    }

    public CloudAdapter(IConfiguration configuration, IHttpClientFactory httpClientFactory = null, ILogger logger = null)
        : this(new ConfigurationBotFrameworkAuthentication(configuration, httpClientFactory: httpClientFactory, logger: logger), logger)
    {
    }

    /// <summary>Runs one turn for a POST of an activity; what is refused gets a status and a short reason.</summary>
    public async Task ProcessAsync(HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        ArgumentNullException.ThrowIfNull(httpResponse);
        ArgumentNullException.ThrowIfNull(bot);
        if (WhyRefused(httpRequest) is { } refusal)
        {
            await RefuseAsync(httpResponse, refusal.Status, refusal.Reason).ConfigureAwait(false);
            return;
        }

        var (activity, error) = await HttpHelper.TryReadAsync<Activity>(httpRequest, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(activity?.Type))
        {
            var found = error is null ? "found no 'type'" : $"found malformed JSON: {error}";
            await RefuseAsync(httpResponse, StatusCodes.Status400BadRequest,
                $"Expected an activity, a JSON object with a 'type'; {found}").ConfigureAwait(false);
            return;
        }

        try
        {
            var answer = await ProcessActivityAsync(httpRequest.Headers.Authorization, activity, bot.OnTurnAsync, cancellationToken).ConfigureAwait(false);
            await HttpHelper.WriteResponseAsync(httpResponse, answer).ConfigureAwait(false);
        }
        catch (LoopbackOnlyException refused)
        {
            await RefuseAsync(httpResponse, StatusCodes.Status401Unauthorized, refused.Message).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException unauthorized)
        {
            httpResponse.StatusCode = StatusCodes.Status401Unauthorized;
            Log.NotAuthorized(Logger, unauthorized);
        }
    }

    /// <summary>Refuses: only the real package talks over named pipes.</summary>
    public Task ConnectNamedPipeAsync(string pipeName, IBot bot, string appId, string audience, string callerId)
        => throw StandIn.Lacks("named pipes", "Microsoft.Bot.Builder.Integration.AspNet.Core");

    private static (int Status, string Reason)? WhyRefused(HttpRequest request)
    {
        if (!IsFromHere(request))
            return (StatusCodes.Status403Forbidden,
                $"The request came from '{request.HttpContext.Connection.RemoteIpAddress}' or through a proxy: "
                + $"the stand-in for the Bot Framework SDK has no cloud authentication and serves this machine only. {StandIn.Remedy}");
        if (HttpMethods.IsGet(request.Method) && request.HttpContext.WebSockets.IsWebSocketRequest)
            return (StatusCodes.Status501NotImplemented, StandIn.Lacks("streaming connections", "Microsoft.Bot.Connector.Streaming").Message);
        if (!HttpMethods.IsPost(request.Method))
            return (StatusCodes.Status405MethodNotAllowed, $"Expected POST, found {request.Method}.");
        // A page in a browser can post plain text to this machine without being asked; it cannot post JSON so.
        return request.HasJsonContentType()
            ? null
            : (StatusCodes.Status415UnsupportedMediaType, $"Expected Content-Type 'application/json', found '{request.ContentType}'.");
    }

    // Without an address the connection is in memory or by a local socket; a proxy on this machine speaks for somebody else.
    private static bool IsFromHere(HttpRequest request)
        => (request.HttpContext.Connection.RemoteIpAddress is not { } address || Loopback.Is(address))
            && !request.Headers.ContainsKey("X-Forwarded-For") && !request.Headers.ContainsKey("Forwarded");

    private Task RefuseAsync(HttpResponse response, int status, string reason)
    {
        Log.Refused(Logger, status, reason);
        var code = status == StatusCodes.Status400BadRequest ? ErrorCodes.BadSyntax : ErrorCodes.BadArgument;
        return HttpHelper.WriteResponseAsync(response, new InvokeResponse { Status = status, Body = new ErrorResponse(new Error(code, reason)) });
    }
}
