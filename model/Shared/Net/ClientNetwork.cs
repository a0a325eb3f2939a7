using System.Net;
using System.Net.Sockets;

namespace DialClip.Shared.Net;

/// <summary>The network of a caller, by which its requests are limited.</summary>
internal static class ClientNetwork
{
    // The network part of an IPv6 address; the caller chooses the rest freely.
    private const int NetworkBytes = 8;

    /// <summary>Gets the caller's address, or the first 64 bits of an IPv6 address.</summary>
    public static string GetName(IPAddress? address) =>
        address switch
        {
            null => "unknown",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(
                address.GetAddressBytes().AsSpan(0, NetworkBytes)
            ),
            _ => address.ToString(),
        };
}
