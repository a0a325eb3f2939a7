using System.Net;

namespace DialClip.Bot.Host.Web;

/// <summary>Tells whether a request was made on this machine, and was not passed on to it from elsewhere.</summary>
internal static class Callers
{
    // What proxies and tunnels add, and what ASP.NET Core leaves where it has taken such a header for true.
    private static readonly string[] Forwarding = ["Forwarded", "Via", "X-Real-IP"];
    private static readonly string[] ForwardingStarts = ["X-Forwarded-", "X-Original-"];

    /// <summary>Tells whether a caller is on this machine and speaks for itself.</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && !IsForwarded(context.Request);

    /// <summary>Tells whether something between says that it passed the request on. One that says nothing cannot be told from its caller.</summary>
    public static bool IsForwarded(HttpRequest request) =>
        request.Headers.Keys.Any(name =>
            Forwarding.Contains(name, StringComparer.OrdinalIgnoreCase)
            || ForwardingStarts.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>Tells whether a host's name is one of this machine's own.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
