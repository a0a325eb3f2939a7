using System.Net;
using System.Net.WebSockets;

namespace DialClip.Bot.Host.Tests;

/// <summary>The host as a process that is asked to end.</summary>
public sealed class ShutdownTests
{
    [LinuxX64Fact]
    public async Task Terminate_InMidTurnOfTheLocalChat_FinishesItAndBeginsNoOther()
    {
        await using var bot = await SlowBot.StartAsync();
        var (host, address) = await RunningProgram.StartHostAsync("--DialClip:DirectLine:BotEndpoint", bot.Endpoint);
        await using var running = host;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var chat = new ChatClient(client);
        var conversation = await chat.OpenAsync();
        var path = $"v3/directline/conversations/{conversation.Id}/activities";
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);
        var turn = chat.PostAsync(path, ChatClient.CreateMessage("hello"), conversation.Token);
        await bot.WaitForMessageAsync();

        await host.TerminateAsync();
        await WaitUntilStoppingAsync(client);
        using var next = await chat.SendAsync(
            HttpMethod.Post,
            path,
            ChatClient.CreateMessage("too late", "c2").ToString(),
            conversation.Token
        );
        using var start = await chat.SendAsync(
            HttpMethod.Post,
            "v3/directline/conversations",
            "{}",
            conversation.Token
        );
        bot.Answer();
        await turn;
        var answer = await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["from"]!["role"] == "bot");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var end = await socket.ReceiveAsync(new byte[256].AsMemory(), patience.Token);
        var code = await host.WaitForExitAsync();

        Assert.Equal("answer to hello", (string?)answer["text"]);
        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable],
            new[] { next.StatusCode, start.StatusCode }
        );
        Assert.NotNull(next.Headers.RetryAfter?.Delta);
        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        Assert.Equal(0, code);
    }

    // A bot that never answers holds the host no longer than its timeout.
    [LinuxX64Fact]
    public async Task Terminate_TurnThatDoesNotEnd_IsGivenUpAtTheShutdownTimeout()
    {
        await using var bot = await SlowBot.StartAsync();
        var (host, address) = await RunningProgram.StartHostAsync(
            new Dictionary<string, string> { ["DOTNET_SHUTDOWNTIMEOUTSECONDS"] = "1" },
            "--DialClip:DirectLine:BotEndpoint",
            bot.Endpoint
        );
        await using var running = host;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var chat = new ChatClient(client);
        var conversation = await chat.OpenAsync();
        var turn = chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello").ToString(),
            conversation.Token
        );
        await bot.WaitForMessageAsync();

        await host.TerminateAsync();
        await host.WaitForExitAsync();

        // Told, or cut off: the host is gone.
        try
        {
            using var response = await turn;
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }
        catch (HttpRequestException) { }
    }

    private static async Task WaitUntilStoppingAsync(HttpClient client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        HttpStatusCode status;
        do
        {
            using var ready = await client.GetAsync("healthz/ready", timeout.Token);
            status = ready.StatusCode;
        } while (status != HttpStatusCode.ServiceUnavailable);
    }
}
