using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using DialClip.LocalChat.DirectLine;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineInboundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1024, true, WebSocketCloseStatus.PolicyViolation, "bytes a second")]
    [InlineData(8192, true, WebSocketCloseStatus.MessageTooBig, "A message has more than")]
    [InlineData(1024, false, WebSocketCloseStatus.MessageTooBig, "A message has more than")]
    public async Task Stream_ClientThatSendsTooMuch_IsClosedWithAReason(
        int bytes,
        bool wholeMessages,
        WebSocketCloseStatus status,
        string reason
    )
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);
        var closed = ReadUntilClosedAsync(socket);

        for (var sent = 0; sent < 4 * 1024 * 1024 && !closed.IsCompleted; sent += bytes)
            try
            {
                await socket.SendAsync(
                    new byte[bytes],
                    WebSocketMessageType.Binary,
                    wholeMessages,
                    new CancellationTokenSource(Patience).Token
                );
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException)
            {
                // The host has hung up.
                break;
            }
        await closed;

        Assert.Equal(status, socket.CloseStatus);
        Assert.Contains(reason, socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_FloodOfPings_IsClosedWithAReason()
    {
        const byte Ping = 0x89;
        const byte Close = 0x88;
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Origin.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {conversation.Stream.PathAndQuery} HTTP/1.1\r\nHost: {host.Origin.Authority}\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
        );
        // Mask of zeros, 125 bytes.
        byte[] ping = [Ping, 0x80 | 125, 0, 0, 0, 0, .. new byte[125]];
        for (var sent = 0; sent < 2 * InboundLimit.BurstBytes; sent += ping.Length)
            await stream.WriteAsync(ping);

        var text = Encoding.Latin1.GetString(await ReadToEndAsync(stream));

        Assert.Contains("101 Switching Protocols", text, StringComparison.Ordinal);
        // 1008 is a violation of the policy.
        Assert.Contains("\u0003\u00F0The client sends more than", text, StringComparison.Ordinal);
        Assert.Contains((char)Close, text);
    }

    [Fact]
    public async Task Limit_QuietClient_RegainsItsBurst()
    {
        var time = new FakeTimeProvider();
        using var sut = new InboundLimit(time);
        var burst = await sut.TakeAsync(InboundLimit.BurstBytes);
        time.Advance(TimeSpan.FromSeconds(1));
        var second = await sut.TakeAsync(InboundLimit.BytesPerSecond);
        time.Advance(TimeSpan.FromHours(1));
        var later = await sut.TakeAsync(InboundLimit.BurstBytes);

        Assert.True(burst && second && later);
        Assert.False(await sut.TakeAsync(1));
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(await sut.TakeAsync(1));
        Assert.True(sut.Exceeded.IsCancellationRequested);
    }

    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, timeout.Token);
        }
        catch (IOException)
        {
            // Hung up while there was more to read.
        }
        return read.ToArray();
    }

    private static async Task ReadUntilClosedAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, timeout.Token)).MessageType != WebSocketMessageType.Close) { }
    }
}
