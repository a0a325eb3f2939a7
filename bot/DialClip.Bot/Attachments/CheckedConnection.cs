using System.Net;
using System.Net.Sockets;

namespace DialClip.Bot.Attachments;

/// <summary>Connects to the very addresses that were checked: a name is looked up once, so no second answer can lead elsewhere.</summary>
internal sealed class CheckedConnection(HostLookup lookup, HostDialer dial)
{
    /// <summary>Connects to a host of the public internet.</summary>
    /// <exception cref="PictureException">The name leads to another place, too.</exception>
    public ValueTask<Stream> ToPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, PublicAddress.IsPublic, "the public internet", cancellationToken);

    /// <summary>Connects to this machine.</summary>
    /// <exception cref="PictureException">The name leads to another place, too.</exception>
    public ValueTask<Stream> ToThisMachineAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, IPAddress.IsLoopback, "this machine", cancellationToken);

    /// <summary>Connects to the first address that answers, with nothing between.</summary>
    public static async ValueTask<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint host, Func<IPAddress, bool> isAllowed, string place, CancellationToken cancellationToken)
    {
        var addresses = await lookup(host.Host, cancellationToken).ConfigureAwait(false);
        // One bad address among good ones is refused as a whole: which one answers first is not for the host to choose.
        if (addresses.FirstOrDefault(address => !isAllowed(address)) is { } refused)
            throw new PictureException(PictureRefusal.NotPublic, $"'{host.Host}' leads to '{refused}', which is not on {place}");
        if (addresses.Length == 0)
            throw new PictureException(PictureRefusal.Unreachable, $"'{host.Host}' has no address");
        return await dial(addresses, host.Port, cancellationToken).ConfigureAwait(false);
    }
}
