using System.Net.WebSockets;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineStreamTests
{
    [Fact]
    public async Task Stream_CutBetweenMessages_GoesOnWithNothingLostOrDoubled()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var (seen, watermark) = (new List<string>(), "");
        for (var round = 0; round < 6; round++)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(await StreamAsync(host, conversation, watermark), CancellationToken.None);
            await host.Chat.PostAsync(host.GetConnectorPath(conversation), Said($"{round}"), null);
            while (!seen.Contains($"{round}"))
            {
                var frame = await ChatClient.ReadFrameAsync(socket);
                seen.AddRange(frame["activities"]!.Select(activity => (string)activity["text"]!));
                watermark = (string)frame["watermark"]!;
            }

            // Two more while the line is cut.
            socket.Abort();
            await host.Chat.PostAsync(host.GetConnectorPath(conversation), Said($"{round}a"), null);
            await host.Chat.PostAsync(host.GetConnectorPath(conversation), Said($"{round}b"), null);
        }

        Assert.Equal(
            Enumerable
                .Range(0, 6)
                .SelectMany(round =>
                    round == 0 ? [$"{round}"] : new[] { $"{round - 1}a", $"{round - 1}b", $"{round}" }
                ),
            seen.Skip(1)
        ); // behind the greeting
    }

    [Fact]
    public async Task Stream_OneTooMany_TakesThePlaceOfTheOldest()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:MaxStreams"] = "2" }
        );
        var conversation = await host.Chat.OpenAsync();
        using var oldest = new ClientWebSocket();
        using var older = new ClientWebSocket();
        using var newest = new ClientWebSocket();
        foreach (var socket in new[] { oldest, older, newest })
        {
            await socket.ConnectAsync(await StreamAsync(host, conversation, ""), CancellationToken.None);
            await ChatClient.ReadFrameAsync(socket); // the greeting: the stream has its place
        }

        await host.Chat.PostAsync(host.GetConnectorPath(conversation), Said("news"), null);
        var closed = await oldest.ReceiveAsync(
            new byte[64].AsMemory(),
            new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token
        );

        Assert.Equal(WebSocketMessageType.Close, closed.MessageType);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, oldest.CloseStatus);
        Assert.Equal("news", (string?)(await ChatClient.ReadUntilAsync(older, _ => true))["text"]);
        Assert.Equal("news", (string?)(await ChatClient.ReadUntilAsync(newest, _ => true))["text"]);
    }

    [Fact]
    public async Task Stream_EmptyFramesOfTheClient_AreTolerated()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);
        for (var count = 0; count < 3; count++)
            await socket.SendAsync(
                ReadOnlyMemory<byte>.Empty,
                WebSocketMessageType.Text,
                endOfMessage: true,
                CancellationToken.None
            );

        await host.Chat.PostAsync(host.GetConnectorPath(conversation), Said("still here"), null);

        Assert.Equal(
            "still here",
            (string?)
                (await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["text"] == "still here"))["text"]
        );
        await socket.CloseAsync(
            WebSocketCloseStatus.NormalClosure,
            null,
            new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token
        );
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task Conversation_WithAnOpenStream_IsNotForgottenForBeingQuiet()
    {
        var time = new FakeTimeProvider();
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:IdleTimeout"] = "00:10:00" },
            time
        );
        var conversation = await host.Chat.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);
        await ChatClient.ReadFrameAsync(socket);
        time.Advance(TimeSpan.FromMinutes(20));

        using var response = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities",
            null,
            conversation.Token
        );

        Assert.True(response.IsSuccessStatusCode);
    }

    private static JObject Said(string text) => new() { ["type"] = "message", ["text"] = text };

    private static async Task<Uri> StreamAsync(
        ChatHost host,
        ChatClient.OpenedConversation conversation,
        string watermark
    )
    {
        using var response = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}?watermark={watermark}",
            null,
            conversation.Token
        );
        return new((string)JObject.Parse(await response.Content.ReadAsStringAsync())["streamUrl"]!);
    }
}
