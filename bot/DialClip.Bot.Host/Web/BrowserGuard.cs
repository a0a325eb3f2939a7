using DialClip.Bot.Host.Connector;
using DialClip.Bot.Host.DirectLine;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.Web;

/// <summary>Keeps pages of other sites, open in a browser on this machine, from using this host in the name of the person who sits there.</summary>
internal sealed class BrowserGuard(
    RequestDelegate next,
    IOptions<DirectLineOptions> options,
    IHostEnvironment environment,
    ILogger<BrowserGuard> logger
)
{
    private const int MaxLogged = 200;

    // Channels, probes and their tunnels reach these under any name.
    private static readonly PathString[] UnderAnyName = [MessagesEndpoint.Path, "/media", "/healthz"];

    // Programs call these, never a page.
    private static readonly PathString[] ForPrograms = [MessagesEndpoint.Path, "/" + ConnectorEndpoints.Root];

    // A page's picture may ask for these from anywhere; their addresses cannot be guessed, or are nobody's secret.
    private static readonly PathString[] ForPictures = [DirectLineEndpoints.Attachments, "/media"];

    private readonly bool onThisMachineOnly = options.Value.IsEnabled(environment) && options.Value.Secret.Length == 0;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (Refusal(context) is not { } why)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        if (logger.IsEnabled(LogLevel.Debug))
            logger.BrowserRefused(
                Plain(request.Path),
                Plain(request.Host.Value),
                Plain(request.Headers.Origin.ToString())
            );
        await Failure.Of(StatusCodes.Status403Forbidden, "Forbidden", why).ExecuteAsync(context).ConfigureAwait(false);
    }

    private string? Refusal(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path;
        // A name that somebody else's DNS server lets point here makes that somebody's page look like ours.
        if (onThisMachineOnly && !IsUnder(path, UnderAnyName) && !Callers.IsLoopbackName(request.Host.Host))
            return "Without a secret the local chat answers under this machine's own names only: 127.0.0.1, [::1] or localhost.";
        // A tunnel or a proxy on this machine calls from here in the name of anybody.
        if (onThisMachineOnly && !IsUnder(path, UnderAnyName) && Callers.IsForwarded(request))
            return "Without a secret the local chat is for this machine only, and this request was passed on to it; set 'DialClip:DirectLine:Secret' behind a tunnel or a proxy.";
        if (
            IsUnder(path, ForPrograms)
            && (request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site"))
        )
            return "This address is for bots and channels, not for pages.";
        if (IsUnder(path, ForPictures) || IsNavigation(request) || IsOurs(request))
            return null;
        return "Pages of other origins may not use this host; name an origin in 'DialClip:DirectLine:AllowedOrigins' to allow it.";
    }

    private bool IsOurs(HttpRequest request)
    {
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin)
            return IsSame(origin, request.Host)
                || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
        // No browser, or a browser that tells where the page is from; another port of this machine is 'same-site' and still another origin.
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "none" or "same-origin";
    }

    // Following a link to the page is no use of it; what it shows tells the other page nothing.
    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate"
        && request.Headers["Sec-Fetch-Dest"].ToString() == "document";

    // The scheme is left out: behind a proxy that ends TLS the request arrives without it.
    private static bool IsSame(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && host.HasValue
        && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    // What a caller writes must not begin lines of the log.
    private static string Plain(string? text) =>
        new((text ?? "").Where(letter => !char.IsControl(letter)).Take(MaxLogged).ToArray());

    private static bool IsUnder(PathString path, PathString[] roots) =>
        roots.Any(root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
}
