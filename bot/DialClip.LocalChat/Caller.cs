using System.Net;
using DialClip.Shared.Net;
using Microsoft.AspNetCore.Http;

namespace DialClip.LocalChat;

/// <summary>Facts about the caller of a request.</summary>
internal static class Caller
{
    // Headers that proxies and tunnels add, and those that ASP.NET Core leaves where it has applied them.
    private static readonly string[] ForwardingHeaders = ["Forwarded", "Via", "X-Real-IP"];
    private static readonly string[] ForwardingPrefixes = ["X-Forwarded-", "X-Original-"];

    /// <summary>
    /// Determines whether a proxy or a tunnel says that it forwarded the request; a silent one cannot be told from a
    /// caller of this machine.
    /// </summary>
    public static bool IsForwarded(HttpRequest request) =>
        request.Headers.Keys.Any(name =>
            ForwardingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
            || ForwardingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>Gets the caller's network, which stands for the caller where nothing better is known.</summary>
    public static string GetNetwork(HttpContext context) => ClientNetwork.GetName(context.Connection.RemoteIpAddress);

    /// <summary>Determines whether a host name is one of this machine's own.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
