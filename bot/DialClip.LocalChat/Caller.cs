using System.Net;
using Microsoft.AspNetCore.Http;

namespace DialClip.LocalChat;

/// <summary>Facts about the caller of a request.</summary>
internal static class Caller
{
    // Headers that proxies and tunnels add, and those that ASP.NET Core leaves where it has applied them.
    private static readonly string[] ForwardingHeaders = ["Forwarded", "Via", "X-Real-IP"];
    private static readonly string[] ForwardingPrefixes = ["X-Forwarded-", "X-Original-"];

    /// <summary>
    /// Determines whether a proxy or a tunnel says that it forwarded the request. A silent one cannot be told from its
    /// caller.
    /// </summary>
    public static bool IsForwarded(HttpRequest request) =>
        request.Headers.Keys.Any(name =>
            ForwardingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
            || ForwardingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>Determines whether a host name is one of this machine's own.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
