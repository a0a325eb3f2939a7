using System.Net;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineTokenTests
{
    [Fact]
    public async Task Token_OfOneConversation_OpensNoOther()
    {
        await using var host = await ChatHost.StartAsync();
        var (own, theirs) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));

        using var poll = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{theirs.Id}/activities",
            null,
            own.Token
        );
        using var post = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{theirs.Id}/activities",
            ChatClient.CreateMessage("x").ToString(),
            own.Token
        );
        using var none = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{theirs.Id}/activities",
            null,
            null
        );
        using var forged = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{theirs.Id}/activities",
            null,
            "forged"
        );

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden],
            new[] { poll, post, none, forged }.Select(response => response.StatusCode)
        );
        Assert.Equal(
            "TokenExpired",
            (string?)JObject.Parse(await forged.Content.ReadAsStringAsync())["error"]!["code"]
        );
    }

    [Fact]
    public async Task Token_PastItsLifetime_IsRefused()
    {
        var time = new FakeTimeProvider();
        await using var host = await ChatHost.StartAsync(time: time);
        var conversation = await host.Chat.OpenAsync();
        time.Advance(TimeSpan.FromMinutes(29));
        using var inTime = await host.Chat.SendAsync(
            HttpMethod.Post,
            "v3/directline/tokens/refresh",
            "",
            conversation.Token
        );
        time.Advance(TimeSpan.FromMinutes(2));

        using var expired = await host.Chat.SendAsync(
            HttpMethod.Post,
            "v3/directline/tokens/refresh",
            "",
            conversation.Token
        );
        using var refreshed = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities",
            null,
            (string)JObject.Parse(await inTime.Content.ReadAsStringAsync())["token"]!
        );

        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task Generate_WithASecretConfigured_AsksForIt()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:DirectLine:Secret"] = "open sesame, and close the door behind you",
            }
        );

        using var without = await host.Chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", null);
        using var wrong = await host.Chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", "guess");
        using var right = await host.Chat.SendAsync(
            HttpMethod.Post,
            "v3/directline/tokens/generate",
            "",
            "open sesame, and close the door behind you"
        );

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { without, wrong, right }.Select(response => response.StatusCode)
        );
    }

    [Fact]
    public async Task Refresh_KeepsUserAndConversation_AndEndsWithTheConversation()
    {
        var time = new FakeTimeProvider();
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:ConversationLifetime"] = "00:40:00" },
            time
        );
        var conversation = await host.Chat.OpenAsync("web-7");
        time.Advance(TimeSpan.FromMinutes(25));
        var refreshed = await host.Chat.PostAsync("v3/directline/tokens/refresh", [], conversation.Token);
        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("still me"),
            (string)refreshed["token"]!
        );
        var message = (
            await host.Chat.PollAsync(conversation with { Token = (string)refreshed["token"]! })
        ).Activities.Single(activity => (string?)activity["text"] == "still me");
        time.Advance(TimeSpan.FromMinutes(16));

        using var expired = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities",
            null,
            (string)refreshed["token"]!
        );

        Assert.Equal(conversation.Id, (string?)refreshed["conversationId"]);
        Assert.Equal("web-7", (string?)message["from"]!["id"]);
        Assert.InRange((int)refreshed["expires_in"]!, 800, 900);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
    }

    [Fact]
    public async Task Start_TokenWithoutUser_TakesTheOneThatTheStartNames()
    {
        await using var host = await ChatHost.StartAsync();
        var token = await host.Chat.PostAsync("v3/directline/tokens/generate", [], null);
        var opened = await host.Chat.PostAsync(
            "v3/directline/conversations",
            new JObject { ["user"] = new JObject { ["id"] = "named-at-start" } },
            (string)token["token"]!
        );
        var conversation = new ChatClient.OpenedConversation(
            (string)opened["conversationId"]!,
            (string)opened["token"]!,
            new((string)opened["streamUrl"]!)
        );

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello"),
            conversation.Token
        );

        Assert.Equal(
            "named-at-start",
            (string?)
                (await host.Chat.PollAsync(conversation)).Activities.Single(activity =>
                    (string?)activity["text"] == "hello"
                )["from"]!["id"]
        );
    }

    [Fact]
    public async Task Start_NobodyIsNamed_IsOneUserWhoeverItClaimsToBe()
    {
        await using var host = await ChatHost.StartAsync();
        var users = new List<string?>();
        foreach (var _ in new[] { 1, 2 })
        {
            var token = await host.Chat.PostAsync("v3/directline/tokens/generate", [], null);
            var opened = await host.Chat.PostAsync("v3/directline/conversations", [], (string)token["token"]!);
            var conversation = new ChatClient.OpenedConversation(
                (string)opened["conversationId"]!,
                (string)opened["token"]!,
                new((string)opened["streamUrl"]!)
            );
            var (one, two) = (ChatClient.CreateMessage("one", "c1"), ChatClient.CreateMessage("two", "c2"));
            two["from"]!["id"] = "somebody-else";
            await host.Chat.PostAsync(
                $"v3/directline/conversations/{conversation.Id}/activities",
                one,
                conversation.Token
            );
            await host.Chat.PostAsync(
                $"v3/directline/conversations/{conversation.Id}/activities",
                two,
                (string)token["token"]!
            );
            users.AddRange(
                (await host.Chat.PollAsync(conversation))
                    .Activities.Where(activity => (string?)activity["text"] is "one" or "two")
                    .Select(activity => (string?)activity["from"]!["id"])
            );
        }

        Assert.Equal((4, users[0], users[2]), (users.Count, users[1], users[3]));
        Assert.NotEqual(users[0], users[2]);
        Assert.All(users, user => Assert.Matches("^user-[0-9a-f]{32}$", user));
    }

    [Fact]
    public async Task Stream_AddressOfAnotherConversationOrATokenInItsPlace_IsRefused()
    {
        await using var host = await ChatHost.StartAsync();
        var (own, theirs) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));

        using var moved = await host.Client.GetAsync(
            new UriBuilder(own.Stream)
            {
                Scheme = "http",
                Path = own.Stream.AbsolutePath.Replace(own.Id, theirs.Id, StringComparison.Ordinal),
            }.Uri
        );
        using var token = await host.Client.GetAsync(
            $"v3/directline/conversations/{own.Id}/stream?t={Uri.EscapeDataString(own.Token)}"
        );
        using var asToken = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{own.Id}/activities",
            null,
            System.Web.HttpUtility.ParseQueryString(own.Stream.Query)["t"]
        );

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            new[] { moved, token, asToken }.Select(response => response.StatusCode)
        );
    }
}
