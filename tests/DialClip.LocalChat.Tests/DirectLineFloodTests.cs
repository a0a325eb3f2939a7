using System.Net;
using System.Net.WebSockets;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineFloodTests
{
    // A bucket holds four requests.
    private const int Flood = 24;

    private const string Secret = "open sesame, and close the door behind you";

    [Theory]
    [InlineData("v3/directline/tokens/refresh", "forged")]
    [InlineData("v3/directline/session/getsessionid", null)]
    [InlineData("v3/directline/conversations/x/activities", "forged")]
    [InlineData("v3/directline/conversations/x/stream?t=forged", null)]
    [InlineData("dialclip/catalogs", null)]
    public async Task Flood_WithoutARightToken_LeavesOneOfTheSameAddressAlone(string path, string? token)
    {
        await using var host = await ChatHost.StartAsync(Limits());
        var conversation = await host.Chat.OpenAsync();
        var flood = await FloodAsync(host, HttpMethod.Post, path, token);

        var (activities, _) = await host.Chat.PollAsync(conversation);
        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello"),
            conversation.Token
        );
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);

        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
        Assert.Single(activities);
        Assert.Equal(
            ChatHost.ChatBot.Answer,
            (string?)
                (await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["replyToId"] is not null))[
                    "text"
                ]
        );
    }

    [Fact]
    public async Task Flood_WithWrongSecrets_LeavesTheRightOneAlone()
    {
        await using var host = await ChatHost.StartAsync(Limits(("Secret", Secret)));
        var flood = await FloodAsync(host, HttpMethod.Post, "v3/directline/tokens/generate", "guess");

        using var right = await host.Chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", Secret);

        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Flood_WithARightToken_IsLimitedByItAlone()
    {
        await using var host = await ChatHost.StartAsync(Limits());
        var (fast, other) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));

        var flood = await FloodAsync(
            host,
            HttpMethod.Get,
            $"v3/directline/conversations/{fast.Id}/activities",
            fast.Token
        );

        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
        Assert.Single((await host.Chat.PollAsync(other)).Activities);
    }

    [Fact]
    public async Task Flood_OfAnotherConversationsAddress_LeavesItsOwnerAlone()
    {
        await using var host = await ChatHost.StartAsync(
            Limits(("RequestsPerSecond", "1000"), ("MessagesPerSecond", "1"))
        );
        var (owner, other) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));
        var path = $"v3/directline/conversations/{owner.Id}/activities";

        var flood = await FloodAsync(host, HttpMethod.Post, path, other.Token);
        await host.Chat.PostAsync(path, ChatClient.CreateMessage("hello"), owner.Token);

        Assert.Contains(HttpStatusCode.Forbidden, flood);
        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
    }

    [Fact]
    public async Task Preflight_UnderAFlood_IsAnswered()
    {
        await using var host = await ChatHost.StartAsync(Limits(("AllowedOrigins:0", "https://www.example.com")));
        await FloodAsync(host, HttpMethod.Post, "v3/directline/tokens/refresh", "forged");

        using var preflight = await host.Chat.BrowseAsync(
            HttpMethod.Options,
            "v3/directline/conversations/x/activities",
            null,
            ("Origin", "https://www.example.com"),
            ("Access-Control-Request-Method", "POST")
        );

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
    }

    // Each opens a stream and holds it, which costs nothing.
    [Fact]
    public async Task Conversations_Hoarded_LeaveThoseOfWhoReadsAndOfWhoWritesAlone()
    {
        var time = new FakeTimeProvider();
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:MaxConversations"] = "6" },
            time
        );
        var (reader, writer) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));
        await host.Chat.PostAsync(
            $"v3/directline/conversations/{writer.Id}/activities",
            ChatClient.CreateMessage("hello"),
            writer.Token
        );
        var hoard = new List<ClientWebSocket>();
        for (var number = 0; number < 12; number++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await host.Chat.PollAsync(reader);
            var taken = await host.Chat.OpenAsync($"hoarder-{number}");
            hoard.Add(new());
            await hoard[^1].ConnectAsync(taken.Stream, CancellationToken.None);
            await ChatClient.ReadFrameAsync(hoard[^1]);
        }

        Assert.Single((await host.Chat.PollAsync(reader)).Activities);
        Assert.Equal(3, (await host.Chat.PollAsync(writer)).Activities.Count);
        hoard.ForEach(socket => socket.Dispose());
    }

    private static Dictionary<string, string?> Limits(params (string Name, string Value)[] settings)
    {
        var limits = new Dictionary<string, string?> { ["DialClip:DirectLine:RequestsPerSecond"] = "1" };
        foreach (var (name, value) in settings)
            limits["DialClip:DirectLine:" + name] = value;
        return limits;
    }

    private static async Task<List<HttpStatusCode>> FloodAsync(
        ChatHost host,
        HttpMethod method,
        string path,
        string? token
    )
    {
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < Flood; number++)
            using (var response = await host.Chat.SendAsync(method, path, null, token))
                answers.Add(response.StatusCode);
        return answers;
    }
}
