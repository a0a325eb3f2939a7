using System.Net;

namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Knows what is on this machine.</summary>
internal static class Loopback
{
    public static bool Is(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>Gets a service URL that is on this machine.</summary>
    /// <exception cref="LoopbackOnlyException">There is none, or it is elsewhere.</exception>
    public static Uri RequireServiceUrl(string serviceUrl)
    {
        if (Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && IsHere(uri))
            return uri;
        throw new LoopbackOnlyException(
            $"The activity's serviceUrl is '{serviceUrl}', expected an http or https address on this machine such as 'http://127.0.0.1:5000/': "
            + $"the stand-in for the Bot Framework SDK has no cloud authentication and answers on loopback only. {StandIn.Remedy}");
    }

    private static bool IsHere(Uri uri)
        => uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.IdnHost, out var address) && Is(address));
}
