using System.Text;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>Decides whether, and how, an address that a message names may be fetched.</summary>
internal sealed class PictureRoutes(
    IOptionsMonitor<AttachmentOptions> options,
    IEnumerable<IHostEnvironment> environments
)
{
    /// <summary>The client for hosts on the lists; it connects to public addresses only.</summary>
    public const string PublicClient = "dialclip-attachments";

    /// <summary>The client for uploads of the local chat; it connects to this machine only.</summary>
    public const string LocalClient = "dialclip-attachments-local";

    // Names beneath trafficmanager.net can be had by anybody: this one exactly is the connector of Teams.
    private const string TeamsConnector = "smba.trafficmanager.net";
    private const string DirectLine = "directline.botframework.com";

    // Where the local chat keeps uploads: what else this machine serves is nobody's picture.
    private const string LocalUploads = "/v3/directline/attachments/";

    /// <summary>The way in which a picture is fetched.</summary>
    /// <param name="Address">The address, checked.</param>
    /// <param name="Client">The name of the HTTP client.</param>
    /// <param name="TakesToken">Whether the bot's own token goes with the request.</param>
    internal sealed record Route(Uri Address, string Client, bool TakesToken);

    private readonly bool isDevelopment = environments.Any(environment => environment.IsDevelopment());

    /// <summary>Gets the route to a picture.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="channel">The activity's channel.</param>
    /// <param name="serviceUrl">The activity's service address; uploads to its own origin are taken when it is this machine and the local chat's are allowed. The token never follows it.</param>
    /// <exception cref="PictureException">The address is not allowed.</exception>
    public Route RouteFor(PictureSource source, string? channel, string? serviceUrl)
    {
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address))
            throw new PictureException(PictureRefusal.BadAddress, "the attachment's address is no address");
        if (address.UserInfo.Length > 0)
            throw new PictureException(
                PictureRefusal.BadAddress,
                $"the address at '{address.IdnHost}' holds a user's name"
            );
        if (TakesLocal(channel) && IsOfThisMachine(address, serviceUrl))
            return new(address, LocalClient, TakesToken: false);
        if (
            address.Scheme != Uri.UriSchemeHttps
            || !address.IsDefaultPort
            || address.HostNameType != UriHostNameType.Dns
        )
            throw new PictureException(
                PictureRefusal.BadAddress,
                $"'{address.Scheme}://{address.IdnHost}:{address.Port}' is not taken; expected https at a host's name, on port 443"
            );
        var takesToken =
            channel == Channels.Msteams
            && options.CurrentValue.TokenHosts.Prepend(TeamsConnector).Any(host => IsSame(host, address));
        if (!takesToken && !IsAllowed(address, channel))
            throw new PictureException(
                PictureRefusal.HostNotAllowed,
                $"host '{address.IdnHost}' is not allowed for channel '{channel}'; 'DialClip:Attachments:AllowedHosts' lists further ones"
            );
        return new(address, PublicClient, takesToken && !source.IsSigned);
    }

    private bool TakesLocal(string? channel) =>
        channel is Channels.Webchat or Channels.Directline or Channels.Emulator
        && (options.CurrentValue.AllowLoopback ?? isDevelopment);

    private static bool IsOfThisMachine(Uri address, string? serviceUrl) =>
        Uri.TryCreate(serviceUrl, UriKind.Absolute, out var service)
        && service.IsLoopback
        && (service.Scheme == Uri.UriSchemeHttp || service.Scheme == Uri.UriSchemeHttps)
        && service.Scheme == address.Scheme
        && service.Host == address.Host
        && service.Port == address.Port
        && address.AbsolutePath.StartsWith(LocalUploads, StringComparison.Ordinal);

    private bool IsAllowed(Uri address, string? channel)
    {
        if (channel is Channels.Directline or Channels.Webchat && IsSame(DirectLine, address))
            return true;
        foreach (var entry in options.CurrentValue.AllowedHosts)
        {
            var slash = entry.IndexOf('/', StringComparison.Ordinal);
            if (
                (slash < 0 || entry.AsSpan(0, slash).Equals(channel, StringComparison.OrdinalIgnoreCase))
                && IsSame(entry[(slash + 1)..], address)
            )
                return true;
        }
        return false;
    }

    // Letters of other alphabets that look, or are folded, alike are not the same.
    private static bool IsSame(string host, Uri address) => Ascii.EqualsIgnoreCase(host, address.Host);
}
