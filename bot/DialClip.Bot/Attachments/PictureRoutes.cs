using System.Text;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>Decides whether, and by which client, an address that a message names may be fetched.</summary>
internal sealed class PictureRoutes(
    IOptionsMonitor<AttachmentOptions> options,
    IEnumerable<IHostEnvironment> environments
)
{
    /// <summary>The client for hosts on the lists; it connects to public addresses only.</summary>
    public const string PublicClient = "dialclip-attachments";

    /// <summary>The client for uploads of the local chat; it connects to this machine only.</summary>
    public const string LocalClient = "dialclip-attachments-local";

    // Anybody can have a name beneath trafficmanager.net: only this one is the connector of Teams.
    private const string TeamsConnector = "smba.trafficmanager.net";
    private const string DirectLine = "directline.botframework.com";

    // The path of the local chat's uploads: everything else that this machine serves is not a picture.
    private const string LocalUploads = "/v3/directline/attachments/";

    /// <summary>A checked address and the client that fetches it.</summary>
    /// <param name="Address">The checked address.</param>
    /// <param name="Client">The name of the HTTP client.</param>
    /// <param name="NeedsToken">Whether the bot's own token goes with the request.</param>
    internal sealed record Route(Uri Address, string Client, bool NeedsToken);

    private readonly bool isDevelopment = environments.Any(environment => environment.IsDevelopment());

    /// <summary>Gets the route to a picture.</summary>
    /// <param name="source">The picture's source.</param>
    /// <param name="channel">The activity's channel.</param>
    /// <param name="serviceUrl">
    /// The activity's service address. Uploads to its own origin are fetched when it is this machine and the local
    /// chat's are allowed. The token never goes there because of it.
    /// </param>
    /// <exception cref="PictureException">The address is not allowed.</exception>
    public Route GetRoute(PictureSource source, string? channel, string? serviceUrl)
    {
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address))
            throw new PictureException(
                PictureRefusal.BadAddress,
                "the attachment's address is not an absolute address"
            );
        if (address.UserInfo.Length > 0)
            throw new PictureException(
                PictureRefusal.BadAddress,
                $"the address at '{address.IdnHost}' contains a user name"
            );
        if (AllowsLocal(channel) && IsLocalUpload(address, serviceUrl))
            return new(address, LocalClient, NeedsToken: false);
        if (
            address.Scheme != Uri.UriSchemeHttps
            || !address.IsDefaultPort
            || address.HostNameType != UriHostNameType.Dns
        )
            throw new PictureException(
                PictureRefusal.BadAddress,
                $"'{address.Scheme}://{address.IdnHost}:{address.Port}' is refused; "
                    + "expected https at a host's name, on port 443"
            );
        var needsToken =
            channel == Channels.Msteams
            && options.CurrentValue.TokenHosts.Prepend(TeamsConnector).Any(host => IsSame(host, address));
        if (!needsToken && !IsAllowed(address, channel))
            throw new PictureException(
                PictureRefusal.HostNotAllowed,
                $"host '{address.IdnHost}' is not allowed for channel '{channel}'; "
                    + "'DialClip:Attachments:AllowedHosts' lists further ones"
            );
        return new(address, PublicClient, needsToken && !source.IsSigned);
    }

    private bool AllowsLocal(string? channel) =>
        channel is Channels.Webchat or Channels.Directline or Channels.Emulator
        && (options.CurrentValue.AllowLoopback ?? isDevelopment);

    private static bool IsLocalUpload(Uri address, string? serviceUrl) =>
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
