using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using DialClip.Bot.Host.Bots;
using DialClip.Model.Tests;
using DialClip.Testing;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Host;

public sealed class DirectLineTests
{
    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Message_OverTheStream_IsEchoedAndAnswered()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(conversation.Stream, CancellationToken.None);

        await host.PostAsync($"v3/directline/conversations/{conversation.Id}/activities", HostHarness.Message("hello"), conversation.Token);
        var echo = await HostHarness.NextAsync(socket, activity => (string?)activity["text"] == "hello");

        Assert.Equal("c1", (string?)echo["channelData"]!["clientActivityID"]);
        Assert.Equal("user", (string?)echo["from"]!["role"]);
        Assert.StartsWith(conversation.Id + "|", (string?)echo["id"], StringComparison.Ordinal);
        var (activities, _) = await host.PollAsync(conversation);
        Assert.Equal([FallbackBot.Greeting, "hello", FallbackBot.Answer], activities.Select(activity => (string)activity["text"]!));
        Assert.Equal("bot", (string?)activities[2]["from"]!["role"]);
        Assert.Equal(activities[1]["id"], activities[2]["replyToId"]);
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Reconnect_WithAWatermark_GetsOnlyWhatCameSince()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();
        await host.PostAsync($"v3/directline/conversations/{conversation.Id}/activities", HostHarness.Message("one", "c1"), conversation.Token);
        var (_, watermark) = await host.PollAsync(conversation);
        await host.PostAsync($"v3/directline/conversations/{conversation.Id}/activities", HostHarness.Message("two", "c2"), conversation.Token);

        using var response = await host.SendAsync(HttpMethod.Get, $"v3/directline/conversations/{conversation.Id}?watermark={watermark}", null, conversation.Token);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new((string)JObject.Parse(await response.Content.ReadAsStringAsync())["streamUrl"]!), CancellationToken.None);
        var first = await HostHarness.NextAsync(socket, _ => true);

        Assert.Equal("two", (string?)first["text"]);
        Assert.Equal(["two", FallbackBot.Answer], (await host.PollAsync(conversation, watermark)).Activities.Select(activity => (string)activity["text"]!));
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Token_OfOneConversation_OpensNoOther()
    {
        await using var host = await HostHarness.StartAsync();
        var (mine, theirs) = (await host.OpenAsync(), await host.OpenAsync("web-2"));

        using var poll = await host.SendAsync(HttpMethod.Get, $"v3/directline/conversations/{theirs.Id}/activities", null, mine.Token);
        using var post = await host.SendAsync(HttpMethod.Post, $"v3/directline/conversations/{theirs.Id}/activities", HostHarness.Message("x").ToString(), mine.Token);
        using var none = await host.SendAsync(HttpMethod.Get, $"v3/directline/conversations/{theirs.Id}/activities", null, null);
        using var forged = await host.SendAsync(HttpMethod.Get, $"v3/directline/conversations/{theirs.Id}/activities", null, "forged");

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden],
            new[] { poll, post, none, forged }.Select(response => response.StatusCode));
        Assert.Equal("TokenExpired", (string?)JObject.Parse(await forged.Content.ReadAsStringAsync())["error"]!["code"]);
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Token_PastItsLifetime_IsRefused()
    {
        var time = new MovableTime();
        await using var host = await HostHarness.StartAsync(time: time);
        var conversation = await host.OpenAsync();
        time.Offset = TimeSpan.FromMinutes(29);
        using var inTime = await host.SendAsync(HttpMethod.Post, "v3/directline/tokens/refresh", "", conversation.Token);
        time.Offset = TimeSpan.FromMinutes(31);

        using var late = await host.SendAsync(HttpMethod.Post, "v3/directline/tokens/refresh", "", conversation.Token);
        using var refreshed = await host.SendAsync(
            HttpMethod.Get, $"v3/directline/conversations/{conversation.Id}/activities", null, (string)JObject.Parse(await inTime.Content.ReadAsStringAsync())["token"]!);

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Generate_WithASecretConfigured_AsksForIt()
    {
        await using var host = await HostHarness.StartAsync(new Dictionary<string, string?> { ["DialClip:DirectLine:Secret"] = "open sesame" });

        using var without = await host.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", null);
        using var wrong = await host.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", "guess");
        using var right = await host.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", "open sesame");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK], new[] { without, wrong, right }.Select(response => response.StatusCode));
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Upload_APicture_ReachesTheBotAndCanBeReadBack()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();
        var picture = TinyBundle.Bmp(250, 10, 20);
        using var form = new MultipartFormDataContent();
        var activity = new StringContent(HostHarness.Message("look").ToString(), Encoding.UTF8);
        activity.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/html"); // a lie
        form.Add(file, "file", "red.html");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v3/directline/conversations/{conversation.Id}/upload?userId=web-1") { Content = form };
        request.Headers.Authorization = new("Bearer", conversation.Token);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = (await host.PollAsync(conversation)).Activities.Single(one => (string?)one["text"] == "look");
        var attachment = sent["attachments"]![0]!;
        Assert.Equal("image/bmp", (string?)attachment["contentType"]);
        using var back = await host.Client.GetAsync((string)attachment["contentUrl"]!);
        Assert.Equal(picture, await back.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", back.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [RequiresTheory(Tool.OnnxRuntime, Tool.PictureDecoders)]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\":\"no type\"}")]
    [InlineData("{\"type\":7}")]
    public async Task Post_BrokenBody_AnswersOneClearMessage(string body)
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();

        using var response = await host.SendAsync(HttpMethod.Post, $"v3/directline/conversations/{conversation.Id}/activities", body, conversation.Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("BadRequest", (string?)JObject.Parse(text)["error"]!["code"]);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Single((await host.PollAsync(conversation)).Activities); // the greeting
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Post_BodiesInAndBeyondTheLimit_AreTakenAndRefused()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();

        using var large = await host.SendAsync(HttpMethod.Post, $"v3/directline/conversations/{conversation.Id}/activities", HostHarness.Message(new string('x', 900_000)).ToString(), conversation.Token);
        using var tooLarge = await host.SendAsync(HttpMethod.Post, $"v3/directline/conversations/{conversation.Id}/activities", HostHarness.Message(new string('x', 1_100_000)).ToString(), conversation.Token);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge], new[] { large, tooLarge }.Select(response => response.StatusCode));
        Assert.Equal(FallbackBot.Answer, (string?)(await host.PollAsync(conversation)).Activities[^1]["text"]);
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Messages_BrokenBodies_AnswerWithoutAStackTrace()
    {
        await using var host = await HostHarness.StartAsync();

        foreach (var body in new[] { "{", "[]", "null", "{\"type\":" })
        {
            using var response = await host.SendAsync(HttpMethod.Post, "api/messages", body, null);
            Assert.InRange((int)response.StatusCode, 400, 499);
            Assert.DoesNotContain("   at ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Connector_UpdateAndDelete_ChangeTheActivityInItsPlace()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.OpenAsync();
        var path = $"connector/v3/conversations/{conversation.Id}/activities";
        var id = (string)(await host.PostAsync(path, new JObject { ["type"] = "message", ["text"] = "first" }, null))["id"]!;

        using var put = await host.SendAsync(HttpMethod.Put, $"{path}/{Uri.EscapeDataString(id)}", "{\"type\":\"message\",\"text\":\"second\"}", null);
        using var missing = await host.SendAsync(HttpMethod.Delete, $"{path}/none", null, null);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], new[] { put, missing }.Select(response => response.StatusCode));
        Assert.Equal("second", (string?)(await host.PollAsync(conversation)).Activities.Single(activity => (string?)activity["id"] == id)["text"]);
    }

    [RequiresFact(Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task Conversation_QuietForTooLong_HasEnded()
    {
        var time = new MovableTime();
        await using var host = await HostHarness.StartAsync(new Dictionary<string, string?> { ["DialClip:DirectLine:IdleTimeout"] = "00:10:00" }, time);
        var conversation = await host.OpenAsync();
        time.Offset = TimeSpan.FromMinutes(11);

        using var response = await host.SendAsync(HttpMethod.Get, $"v3/directline/conversations/{conversation.Id}/activities", null, conversation.Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private sealed class MovableTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
