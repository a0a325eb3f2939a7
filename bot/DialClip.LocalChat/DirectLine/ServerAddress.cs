using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DialClip.LocalChat.DirectLine;

/// <summary>The address at which this server reaches itself.</summary>
internal sealed class ServerAddress(IServer server)
{
    /// <summary>Gets the origin, such as http://127.0.0.1:5000/.</summary>
    /// <exception cref="InvalidOperationException">The server does not listen on http yet.</exception>
    public Uri GetOrigin()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address =
            addresses.FirstOrDefault(address => address.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException(
                "The local Direct Line needs an http address on this machine; the host listens on "
                    + $"{string.Join(", ", addresses.DefaultIfEmpty("nothing"))}."
            );
        // A server that listens on all addresses is reached by loopback, too.
        return new(
            address
                .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                .Replace("*", "127.0.0.1", StringComparison.Ordinal)
                .Replace("+", "127.0.0.1", StringComparison.Ordinal)
        );
    }
}
