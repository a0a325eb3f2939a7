using System.Net;
using System.Net.Sockets;

namespace DialClip.Bot.Attachments;

/// <summary>
/// Connects to exactly the addresses that were checked: names are resolved once, against DNS rebinding.
/// </summary>
internal sealed class CheckedConnection
{
    /// <summary>Gets the resolver of host names.</summary>
    /// <value>The default is the system's resolver.</value>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Gets the function that connects to the first of some addresses that answers, on a port.</summary>
    /// <value>The default is a TCP socket.</value>
    public Func<IPAddress[], int, CancellationToken, ValueTask<Stream>> DialAsync { get; init; } = OpenSocketAsync;

    /// <summary>Connects to a host of the public internet.</summary>
    /// <exception cref="PictureException">One of its addresses is not public, or it has none.</exception>
    public ValueTask<Stream> ToPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, PublicAddress.IsPublic, "the public internet", cancellationToken);

    /// <summary>Connects to this machine.</summary>
    /// <exception cref="PictureException">One of the host's addresses is not loopback, or it has none.</exception>
    public ValueTask<Stream> ToThisMachineAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    ) => ConnectAsync(context.DnsEndPoint, IPAddress.IsLoopback, "this machine", cancellationToken);

    private async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host,
        Func<IPAddress, bool> isAllowed,
        string network,
        CancellationToken cancellationToken
    )
    {
        var addresses = await ResolveAsync(host.Host, cancellationToken).ConfigureAwait(false);
        // One bad address among good ones refuses them all: the host must not choose which one answers first.
        if (addresses.FirstOrDefault(address => !isAllowed(address)) is { } refused)
            throw new PictureException(
                PictureRefusal.NotPublic,
                $"'{host.Host}' resolves to '{refused}', which is not on {network}"
            );
        if (addresses.Length == 0)
            throw new PictureException(PictureRefusal.Unreachable, $"'{host.Host}' has no address");
        return await DialAsync(addresses, host.Port, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Stream> OpenSocketAsync(
        IPAddress[] addresses,
        int port,
        CancellationToken cancellationToken
    )
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
}
