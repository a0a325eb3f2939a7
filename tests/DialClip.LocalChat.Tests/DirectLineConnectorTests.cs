using System.Net;
using System.Net.WebSockets;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineConnectorTests
{
    [Fact]
    public async Task Update_OverAnOpenStream_ArrivesUnderTheSameIdAndTime()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);
        var path = host.GetConnectorPath(conversation);
        var id = (string)
            (await host.Chat.PostAsync(path, new JObject { ["type"] = "message", ["text"] = "first" }, null))["id"]!;
        var first = await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["id"] == id);

        using var put = await host.Chat.SendAsync(
            HttpMethod.Put,
            $"{path}/{Uri.EscapeDataString(id)}",
            "{\"type\":\"message\",\"text\":\"second\"}",
            null
        );
        var second = await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["id"] == id);
        using var missing = await host.Chat.SendAsync(HttpMethod.Delete, $"{path}/none", null, null);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound],
            new[] { put, missing }.Select(response => response.StatusCode)
        );
        Assert.Equal(["first", "second"], new[] { first, second }.Select(activity => (string?)activity["text"]));
        Assert.Equal(first["timestamp"], second["timestamp"]);
        Assert.Equal(
            "second",
            (string?)
                (await host.Chat.PollAsync(conversation)).Activities.Single(activity => (string?)activity["id"] == id)[
                    "text"
                ]
        );
    }

    [Fact]
    public async Task Delete_AfterAReaderWasThere_ReachesItBehindItsWatermark()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var path = host.GetConnectorPath(conversation);
        var id = (string)
            (await host.Chat.PostAsync(path, new JObject { ["type"] = "message", ["text"] = "first" }, null))["id"]!;
        var (_, watermark) = await host.Chat.PollAsync(conversation);

        using var deleted = await host.Chat.SendAsync(
            HttpMethod.Delete,
            $"{path}/{Uri.EscapeDataString(id)}",
            null,
            null
        );
        var (since, _) = await host.Chat.PollAsync(conversation, watermark);

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(
            ("event", "messageDelete", id),
            ((string?)since.Single()["type"], (string?)since.Single()["name"], (string?)since.Single()["id"])
        );
        Assert.DoesNotContain(
            (await host.Chat.PollAsync(conversation)).Activities,
            activity => (string?)activity["text"] == "first"
        );
    }

    // A client may choose any id for its own messages.
    [Fact]
    public async Task Reply_ThatIsSentAgain_IsShownOnce()
    {
        const string Reply =
            "{\"type\":\"message\",\"text\":\"hi\",\"channelData\":{\"dialclip\":{\"impression\":\"r1\"}}}";
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var path = host.GetConnectorPath(conversation);
        var own = new JObject
        {
            ["type"] = "message",
            ["text"] = "mine",
            ["channelData"] = new JObject { ["clientActivityID"] = "reply:r1" },
        };
        await host.Chat.PostAsync($"v3/directline/conversations/{conversation.Id}/activities", own, conversation.Token);

        var first = await host.Chat.PostAsync(path, JObject.Parse(Reply), null);
        var again = await host.Chat.PostAsync(path, JObject.Parse(Reply), null);
        var other = await host.Chat.PostAsync(
            path,
            JObject.Parse(Reply.Replace("r1", "r2", StringComparison.Ordinal)),
            null
        );

        Assert.Equal((string?)first["id"], (string?)again["id"]);
        Assert.NotEqual((string?)first["id"], (string?)other["id"]);
        Assert.Equal(
            2,
            (await host.Chat.PollAsync(conversation)).Activities.Count(activity => (string?)activity["text"] == "hi")
        );
    }

    [Fact]
    public async Task Post_WithoutTheKeyOrFromAPage_IsRefused()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var path = host.GetConnectorPath(conversation);
        const string Body = "{\"type\":\"message\",\"text\":\"forged\"}";

        using var guessed = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"connector/{new string('0', 32)}/v3/conversations/{conversation.Id}/activities",
            Body,
            null
        );
        using var page = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            path,
            null,
            ("Origin", host.Origin.GetLeftPart(UriPartial.Authority))
        );

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            new[] { guessed, page }.Select(response => response.StatusCode)
        );
        Assert.Single((await host.Chat.PollAsync(conversation)).Activities); // the greeting
    }

    [Fact]
    public async Task Members_AreTheBotAndTheUser()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync("web-3");

        var members = JArray.Parse(await host.Client.GetStringAsync(host.GetConnectorPath(conversation, "members")));
        var paged = JObject.Parse(
            await host.Client.GetStringAsync(host.GetConnectorPath(conversation, "pagedmembers"))
        );
        var member = JObject.Parse(
            await host.Client.GetStringAsync(host.GetConnectorPath(conversation, "members/web-3"))
        );
        using var nobody = await host.Client.GetAsync(host.GetConnectorPath(conversation, "members/nobody"));

        Assert.Equal(["bot", "user"], members.Select(member => (string?)member["role"]));
        Assert.Equal(members, paged["members"]);
        Assert.Equal(members[1], member);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }
}
