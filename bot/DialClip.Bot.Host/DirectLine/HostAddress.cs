using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Knows under which address this host reaches itself.</summary>
internal sealed class HostAddress(IServer server)
{
    /// <summary>Gets the origin, such as http://127.0.0.1:5000/.</summary>
    /// <exception cref="InvalidOperationException">The host does not listen by http yet.</exception>
    public Uri Origin()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var own =
            addresses.FirstOrDefault(address => address.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException(
                $"The local Direct Line needs an http address on this machine; the host listens on {string.Join(", ", addresses.DefaultIfEmpty("nothing"))}."
            );
        // What listens everywhere is reached here, too.
        return new(
            own.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                .Replace("*", "127.0.0.1", StringComparison.Ordinal)
                .Replace("+", "127.0.0.1", StringComparison.Ordinal)
        );
    }
}
