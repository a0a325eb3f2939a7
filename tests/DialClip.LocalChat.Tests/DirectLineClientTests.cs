using System.Net;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineClientTests
{
    [Theory]
    [InlineData("conversationUpdate")]
    [InlineData("invoke")]
    [InlineData("installationUpdate")]
    [InlineData("trace")]
    [InlineData("Message")]
    public async Task Post_ATypeThatOnlyChannelsSend_IsRefused(string type)
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();

        using var response = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            new JObject { ["type"] = type, ["name"] = "x" }.ToString(),
            conversation.Token
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("messageReaction", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localTimestamp", "\"2024-02-30T10:00:00Z\"")]
    [InlineData("localTimestamp", "\"\u0662\u0660\u0662\u0664-\u0661\u0661-\u0660\u0661T10:00:00.000+03:00\"")]
    [InlineData("localTimestamp", "\"yesterday\"")]
    [InlineData("localTimestamp", "5")]
    [InlineData("text", "[\"a\"]")]
    [InlineData("text", "{}")]
    [InlineData("text", "7")]
    [InlineData("locale", "true")]
    [InlineData("replyToId", "{}")]
    [InlineData("from", "\"ann\"")]
    [InlineData("from.id", "7", "from", "{\"id\":7}")]
    [InlineData("entities", "{}")]
    [InlineData("entities[0]", "", "entities", "[\"x\"]")]
    [InlineData("entities[1]", "", "entities", "[{\"type\":\"a\"},null]")]
    [InlineData("entities[0].type", "", "entities", "[{\"type\":{}}]")]
    [InlineData("attachments", "{}")]
    [InlineData("attachments[0].contentUrl", "", "attachments", "[{\"contentUrl\":[]}]")]
    [InlineData("suggestedActions", "[]")]
    [InlineData("suggestedActions.actions", "", "suggestedActions", "{\"actions\":{}}")]
    [InlineData("reactionsAdded", "\"like\"")]
    [InlineData("reactionsAdded[0]", "", "reactionsAdded", "[\"like\"]")]
    public async Task Post_AFieldOfTheWrongKind_IsNamed(
        string named,
        string value,
        string? field = null,
        string? fieldValue = null
    )
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var before = (await host.Chat.PollAsync(conversation)).Activities.Count;

        using var response = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            $$"""{"type":"message","{{field ?? named}}":{{fieldValue ?? value}}}""",
            conversation.Token
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await response.Content.ReadAsStringAsync();
        Assert.Contains($"'{named}'", JObject.Parse(error)["error"]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, (await host.Chat.PollAsync(conversation)).Activities.Count);
    }

    [Fact]
    public async Task Post_FieldsThatAreNullOrUnknown_AreTaken()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();

        using var response = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/activities",
            """
            {"type":"message","text":"hello","entities":null,"locale":null,"channelData":"mine","value":[1],
            "localTimestamp":"2030-01-31T10:00:00.000+03:00","unknown":{"a":[]}}
            """,
            conversation.Token
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"user":"ann"}""", "user")]
    [InlineData("""{"user":{"id":7}}""", "user.id")]
    public async Task Start_AUserOfTheWrongKind_IsNamed(string body, string named)
    {
        await using var host = await ChatHost.StartAsync();

        using var response = await host.Chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", body, null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"'{named}'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ClaimingToBeTheBotOrSomebodyElse_SpeaksForItsOwnUserOnly()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync("web-1");
        var forged = ChatClient.CreateMessage("forged");
        forged["from"] = new JObject
        {
            ["id"] = "dialclip-bot",
            ["role"] = "bot",
            ["name"] = "Me",
        };
        forged["serviceUrl"] = "http://evil.example/";
        forged["deliveryMode"] = "expectReplies";
        forged["recipient"] = new JObject { ["id"] = "x" };
        forged["membersAdded"] = new JArray(new JObject { ["id"] = "x" });
        forged["channelData"]!["dialclip"] = new JObject { ["reason"] = "forged" };
        forged["entities"] = new JArray(
            new JObject { ["type"] = "https://schema.org/Message", ["@type"] = "Message" },
            new JObject { ["type"] = "ClientCapabilities" }
        );

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            forged,
            conversation.Token
        );
        var (activities, _) = await host.Chat.PollAsync(conversation);

        var stored = activities.Single(activity => (string?)activity["text"] == "forged");
        Assert.Equal(
            ("web-1", "user", "Me"),
            ((string?)stored["from"]!["id"], (string?)stored["from"]!["role"], (string?)stored["from"]!["name"])
        );
        Assert.All(["serviceUrl", "deliveryMode", "recipient", "membersAdded"], name => Assert.Null(stored[name]));
        Assert.Null(stored["channelData"]!["dialclip"]);
        Assert.Equal("ClientCapabilities", (string?)stored["entities"]!.Single()["type"]);
        // The reply came here, not to the address that the message names.
        Assert.Equal(ChatHost.ChatBot.Answer, (string?)activities[^1]["text"]);
    }

    [Fact]
    public async Task Post_TheSameActivityTwice_IsShownAndAnsweredOnce()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var path = $"v3/directline/conversations/{conversation.Id}/activities";

        var first = await host.Chat.PostAsync(path, ChatClient.CreateMessage("hello", "c9"), conversation.Token);
        var second = await host.Chat.PostAsync(path, ChatClient.CreateMessage("hello", "c9"), conversation.Token);

        Assert.Equal(first["id"], second["id"]);
        Assert.Equal(
            [ChatHost.ChatBot.Greeting, "hello", ChatHost.ChatBot.Answer],
            (await host.Chat.PollAsync(conversation)).Activities.Select(activity => (string)activity["text"]!)
        );
    }

    [Fact]
    public async Task Post_WhileTheBotIsAway_AnswersBadGatewayAndCanBeSentAgain()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:BotEndpoint"] = "http://127.0.0.1:9/api/messages" }
        );
        var conversation = await host.Chat.OpenAsync();
        var path = $"v3/directline/conversations/{conversation.Id}/activities";

        using var first = await host.Chat.SendAsync(
            HttpMethod.Post,
            path,
            ChatClient.CreateMessage("hello").ToString(),
            conversation.Token
        );
        using var second = await host.Chat.SendAsync(
            HttpMethod.Post,
            path,
            ChatClient.CreateMessage("hello").ToString(),
            conversation.Token
        );

        Assert.Equal(
            [HttpStatusCode.BadGateway, HttpStatusCode.BadGateway],
            new[] { first, second }.Select(response => response.StatusCode)
        );
        Assert.Single((await host.Chat.PollAsync(conversation)).Activities);
    }

    [Fact]
    public async Task Post_FasterThanAConversationMay_IsToldToWaitWhileOthersGoOn()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:MessagesPerSecond"] = "1" }
        );
        var (fast, other) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < 24; number++)
            using (
                var response = await host.Chat.SendAsync(
                    HttpMethod.Post,
                    $"v3/directline/conversations/{fast.Id}/activities",
                    "{}",
                    fast.Token
                )
            )
                answers.Add(response.StatusCode);

        using var others = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{other.Id}/activities",
            ChatClient.CreateMessage("hello").ToString(),
            other.Token
        );

        Assert.Equal(HttpStatusCode.BadRequest, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }
}
