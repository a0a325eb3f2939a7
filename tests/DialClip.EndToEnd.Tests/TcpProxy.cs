using System.Net;
using System.Net.Sockets;

namespace DialClip.EndToEnd.Tests;

/// <summary>A line between browser and host that a test can cut.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Lock gate = new();
    private readonly List<(TcpClient Near, TcpClient Far)> lines = [];
    private readonly Task accepting;
    private byte[]? mark;

    public TcpProxy(Uri target)
    {
        Target = target;
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Gets or sets where new lines lead.</summary>
    public Uri Target { get; set; }

    /// <summary>Cuts every line that is open.</summary>
    public void Cut()
    {
        List<(TcpClient Near, TcpClient Far)> open;
        lock (gate)
        {
            open = [.. lines];
            lines.Clear();
        }
        foreach (var (near, far) in open)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    /// <summary>Cuts the line in the middle of what the host sends, behind the first bytes of a word; once.</summary>
    public void CutInside(string word)
    {
        lock (gate)
            mark = System.Text.Encoding.UTF8.GetBytes(word);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near;
            try
            {
                near = await listener.AcceptTcpClientAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = ServeAsync(near);
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(Target.Host, Target.Port);
            lock (gate)
                lines.Add((near, far));
            await Task.WhenAny(PumpAsync(near, far, false), PumpAsync(far, near, true));
        }
        catch (SocketException)
        {
            // The host is away: so is the line.
        }
        near.Dispose();
        far.Dispose();
        lock (gate)
            lines.Remove((near, far));
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool fromHost)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer)) > 0; )
            {
                var cut = fromHost ? PlaceToCut(buffer.AsSpan(0, read)) : -1;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, cut < 0 ? read : cut));
                if (cut < 0)
                    continue;
                return;
            }
        }
        catch (Exception error)
            when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private int PlaceToCut(ReadOnlySpan<byte> sent)
    {
        lock (gate)
        {
            if (mark is null || sent.IndexOf(mark) is not (var found and >= 0))
                return -1;
            mark = null;
            return found + 2;
        }
    }
}
