using System.Net;
using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;

namespace DialClip.Bot.Attachments;

/// <summary>Separates addresses of the public internet from those of this machine and its networks.</summary>
/// <remarks>
/// The ranges are those that Microsoft.Security.AntiSSRF recommends to deny: IANA's special-purpose registries, and
/// the addresses of Azure's own services. Its handler is not used: it cannot be kept from sending trace headers to
/// the host, nor from recording addresses, which may be secrets, in traces; it connects to what follows from its own
/// name resolution, which no test can replace; and it lets through what <see cref="GlobalUnicast"/> refuses.
/// </remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Denied = [.. IPAddressRanges.recommendedLatest.Select(IPNetwork.Parse)];

    // Stricter than the library, which lets through what else IPv6 holds: IPv4-compatible (::a.b.c.d) and
    // IPv4-translated (::ffff:0:a.b.c.d) addresses, and blocks that are not allocated.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Determines whether an address lies on the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain))
            && !Denied.Any(network => network.Contains(plain));
    }
}
