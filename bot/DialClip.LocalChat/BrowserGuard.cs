using DialClip.LocalChat.Connector;
using DialClip.LocalChat.DirectLine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat;

/// <summary>
/// Middleware that keeps pages of other sites, open in a browser on this machine, from using this host as the person
/// who sits there.
/// </summary>
/// <remarks>
/// CORS alone does not: it hides responses, but lets simple requests through. Host filtering alone does not, either:
/// bots' channels and probes reach some endpoints under any name.
/// </remarks>
internal sealed class BrowserGuard
{
    private const string FetchSite = "Sec-Fetch-Site";

    // Channels, probes and their tunnels reach these under any host name.
    private static readonly PathString[] AnyHostPaths = [BotClient.DefaultPath, "/media", "/healthz"];

    // Programs call these, never a page.
    private static readonly PathString[] ProgramPaths = [BotClient.DefaultPath, "/" + ConnectorEndpoints.Root];

    // Pictures of any page may load these; their addresses cannot be guessed, or are nobody's secret.
    private static readonly PathString[] PicturePaths = [DirectLineEndpoints.Attachments, "/media"];

    private readonly RequestDelegate next;
    private readonly DirectLineOptions options;
    private readonly ILogger<BrowserGuard> logger;
    private readonly bool isLoopbackOnly;

    public BrowserGuard(RequestDelegate next, IOptions<DirectLineOptions> options, ILogger<BrowserGuard> logger)
    {
        (this.next, this.options, this.logger) = (next, options.Value, logger);
        isLoopbackOnly = this.options.Secret.Length == 0;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (FindRefusal(request) is not { } refusal)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        logger.BrowserRefused(new(request.Path), new(request.Host.Value), new(request.Headers.Origin.ToString()));
        await ApiError
            .Create(StatusCodes.Status403Forbidden, "Forbidden", refusal)
            .ExecuteAsync(context)
            .ConfigureAwait(false);
    }

    private string? FindRefusal(HttpRequest request)
    {
        var path = request.Path;
        if (isLoopbackOnly && !StartsWithAny(path, AnyHostPaths))
        {
            // A foreign DNS name that resolves to this machine makes the foreign page look like ours.
            if (!Caller.IsLoopbackName(request.Host.Host))
                return "Without a secret the local chat answers under this machine's own names only: "
                    + "127.0.0.1, [::1] or localhost.";
            // A tunnel or a proxy on this machine calls from here on behalf of anybody.
            if (Caller.IsForwarded(request))
                return "Without a secret the local chat is for this machine only, and this request was passed on to "
                    + "it; set 'DialClip:DirectLine:Secret' behind a tunnel or a proxy.";
        }
        if (
            StartsWithAny(path, ProgramPaths)
            && (request.Headers.Origin.Count > 0 || request.Headers.ContainsKey(FetchSite))
        )
            return "This address is for bots and channels, not for pages.";
        return StartsWithAny(path, PicturePaths) || IsNavigation(request) || IsAllowedOrigin(request)
            ? null
            : "Pages of other origins may not use this host; name an origin in "
                + "'DialClip:DirectLine:AllowedOrigins' to allow it.";
    }

    private bool IsAllowedOrigin(HttpRequest request)
    {
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin)
            return IsSameAuthority(origin, request.Host)
                || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
        // No browser, or one that names the page's site; another port of this machine is 'same-site', not same-origin.
        return request.Headers[FetchSite].ToString() is "" or "none" or "same-origin";
    }

    // Following a link to the page does not use it, and the other page learns nothing of what it shows.
    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate"
        && request.Headers["Sec-Fetch-Dest"].ToString() == "document";

    // Without the scheme: behind a proxy that terminates TLS the request arrives over http.
    private static bool IsSameAuthority(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && host.HasValue
        && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWithAny(PathString path, PathString[] roots) =>
        roots.Any(root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
}
