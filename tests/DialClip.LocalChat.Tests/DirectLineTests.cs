using System.Net;
using System.Net.WebSockets;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineTests
{
    [Fact]
    public async Task Message_OverTheStream_IsEchoedAndAnswered()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello"),
            conversation.Token
        );
        var echo = await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["text"] == "hello");

        Assert.Equal("c1", (string?)echo["channelData"]!["clientActivityID"]);
        Assert.Equal("user", (string?)echo["from"]!["role"]);
        Assert.StartsWith(conversation.Id + "|", (string?)echo["id"], StringComparison.Ordinal);
        var (activities, _) = await host.Chat.PollAsync(conversation);
        Assert.Equal(
            [ChatHost.ChatBot.Greeting, "hello", ChatHost.ChatBot.Answer],
            activities.Select(activity => (string)activity["text"]!)
        );
        Assert.Equal("bot", (string?)activities[2]["from"]!["role"]);
        Assert.Equal(activities[1]["id"], activities[2]["replyToId"]);
    }

    [Fact]
    public async Task Reconnect_WithAWatermark_GetsOnlyWhatCameSince()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("one", "c1"),
            conversation.Token
        );
        var (_, watermark) = await host.Chat.PollAsync(conversation);
        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("two", "c2"),
            conversation.Token
        );

        using var response = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}?watermark={watermark}",
            null,
            conversation.Token
        );
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new((string)JObject.Parse(await response.Content.ReadAsStringAsync())["streamUrl"]!),
            CancellationToken.None
        );
        var first = await ChatClient.ReadUntilAsync(socket, _ => true);

        Assert.Equal("two", (string?)first["text"]);
        Assert.Equal(
            ["two", ChatHost.ChatBot.Answer],
            (await host.Chat.PollAsync(conversation, watermark)).Activities.Select(activity =>
                (string)activity["text"]!
            )
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\":\"no type\"}")]
    [InlineData("{\"type\":7}")]
    public async Task Post_BrokenBody_AnswersOneClearMessage(string body)
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();

        using var response = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            body,
            conversation.Token
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("BadRequest", (string?)JObject.Parse(text)["error"]!["code"]);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Single((await host.Chat.PollAsync(conversation)).Activities); // the greeting
    }

    [Fact]
    public async Task Post_BodiesInAndBeyondTheLimit_AreTakenAndRefused()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();

        using var large = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage(new string('x', 250_000)).ToString(),
            conversation.Token
        );
        using var tooLarge = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage(new string('x', 262_144)).ToString(),
            conversation.Token
        );

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge],
            new[] { large, tooLarge }.Select(response => response.StatusCode)
        );
        Assert.Equal(
            ChatHost.ChatBot.Answer,
            (string?)(await host.Chat.PollAsync(conversation)).Activities[^1]["text"]
        );
    }

    [Fact]
    public async Task Messages_BrokenBodies_AnswerWithoutAStackTrace()
    {
        await using var host = await ChatHost.StartAsync();

        foreach (var body in new[] { "{", "[]", "null", "{\"type\":" })
        {
            using var response = await host.Chat.SendAsync(HttpMethod.Post, "api/messages", body, null);
            Assert.InRange((int)response.StatusCode, 400, 499);
            Assert.DoesNotContain("   at ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Conversation_QuietForTooLong_HasEnded()
    {
        var time = new FakeTimeProvider();
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:IdleTimeout"] = "00:10:00" },
            time
        );
        var conversation = await host.Chat.OpenAsync();
        time.Advance(TimeSpan.FromMinutes(11));

        using var response = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities",
            null,
            conversation.Token
        );

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
