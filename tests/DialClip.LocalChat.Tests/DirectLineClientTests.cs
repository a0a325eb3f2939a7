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
