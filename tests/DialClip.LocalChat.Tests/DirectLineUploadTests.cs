using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineUploadTests
{
    [Fact]
    public async Task Upload_APicture_ReachesTheBotAndCanBeReadBack()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var picture = TinyBundle.Bmp(250, 10, 20);
        using var form = new MultipartFormDataContent();
        var activity = new StringContent(ChatClient.CreateMessage("look").ToString(), Encoding.UTF8);
        activity.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/html"); // a lie
        form.Add(file, "file", "red.html");
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/upload?userId=web-1"
        )
        {
            Content = form,
        };
        request.Headers.Authorization = new("Bearer", conversation.Token);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = (await host.Chat.PollAsync(conversation)).Activities.Single(item => (string?)item["text"] == "look");
        var attachment = sent["attachments"]![0]!;
        Assert.Equal("image/bmp", (string?)attachment["contentType"]);
        using var back = await host.Client.GetAsync((string)attachment["contentUrl"]!);
        Assert.Equal(picture, await back.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", back.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Upload_FilesInAnotherOrder_KeepTheirNamesAndThumbnails()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var message = ChatClient.CreateMessage("two");
        message["attachments"] = new JArray(
            new JObject
            {
                ["name"] = "first.bmp",
                ["contentType"] = "image/bmp",
                ["thumbnailUrl"] = "data:image/png;base64,AAAA",
            },
            new JObject
            {
                ["name"] = "second.bmp",
                ["contentType"] = "image/bmp",
                ["thumbnailUrl"] = "https://example.com/track.png",
            }
        );

        using var response = await SendAsync(
            host,
            conversation,
            message,
            ("second.bmp", TinyBundle.Bmp(1, 2, 3)),
            ("first.bmp", TinyBundle.Bmp(250, 10, 20))
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var attachments = (JArray)
            (await host.Chat.PollAsync(conversation)).Activities.Single(item => (string?)item["text"] == "two")[
                "attachments"
            ]!;
        Assert.Equal(["first.bmp", "second.bmp"], attachments.Select(item => (string?)item["name"]));
        Assert.Equal(["data:image/png;base64,AAAA", null], attachments.Select(item => (string?)item["thumbnailUrl"]));
        Assert.Equal(
            TinyBundle.Bmp(250, 10, 20),
            await host.Client.GetByteArrayAsync((string)attachments[0]["contentUrl"]!)
        );
    }

    [Fact]
    public async Task Upload_BeyondALimit_IsRefusedAndLeavesNothing()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:DirectLine:MaxUploadBytes"] = "2000",
                ["DialClip:DirectLine:MaxConversationUploadBytes"] = "3000",
            }
        );
        var conversation = await host.Chat.OpenAsync();

        using var file = await SendAsync(host, conversation, ChatClient.CreateMessage("one"), ("a", new byte[2001]));
        using var together = await SendAsync(
            host,
            conversation,
            ChatClient.CreateMessage("both"),
            ("a", new byte[2000]),
            ("b", new byte[1001])
        );
        using var none = await SendAsync(host, conversation, ChatClient.CreateMessage("none"));
        using var plain = await host.Chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/upload",
            "{}",
            conversation.Token
        );

        Assert.Equal(
            [
                HttpStatusCode.RequestEntityTooLarge,
                HttpStatusCode.RequestEntityTooLarge,
                HttpStatusCode.BadRequest,
                HttpStatusCode.UnsupportedMediaType,
            ],
            new[] { file, together, none, plain }.Select(response => response.StatusCode)
        );
        Assert.Single((await host.Chat.PollAsync(conversation)).Activities); // the greeting
    }

    [Fact]
    public async Task Upload_MoreThanAConversationMayKeep_ForgetsItsOwnOldestOnly()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:MaxConversationUploadBytes"] = "10000" }
        );
        var (mine, theirs) = (await host.Chat.OpenAsync(), await host.Chat.OpenAsync("web-2"));
        foreach (
            var (conversation, name) in new[]
            {
                (theirs, "theirs"),
                (mine, "oldest"),
                (mine, "older"),
                (mine, "newest"),
            }
        )
            using (await SendAsync(host, conversation, ChatClient.CreateMessage(name, name), (name, new byte[4096])))
            { }

        var statuses = new List<HttpStatusCode>();
        foreach (var conversation in new[] { theirs, mine })
        foreach (
            var sent in (await host.Chat.PollAsync(conversation)).Activities.Where(activity =>
                activity["attachments"] is { HasValues: true }
            )
        )
            using (var response = await host.Client.GetAsync((string)sent["attachments"]![0]!["contentUrl"]!))
                statuses.Add(response.StatusCode);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task Upload_SlowerThanItMayBe_IsGivenUpAndLeavesNothing()
    {
        var time = new ObservableTime(isOver: wait => wait == TimeSpan.FromSeconds(30));
        await using var host = await ChatHost.StartAsync(time: time);
        var conversation = await host.Chat.OpenAsync();

        var answer = await SendBeginningAsync(host, conversation);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Single((await host.Chat.PollAsync(conversation)).Activities); // the greeting
    }

    [Theory]
    [InlineData("image/heic", "IMG_1.HEIC", "000000186674797068656963", "a HEIC picture")]
    [InlineData(null, "IMG_1.HEIC", "000000186674797068656963", "a HEIC picture")]
    [InlineData("image/avif", "a.avif", "0000001c6674797061766966", "an AVIF picture")]
    [InlineData("image/jxl", "a.jxl", "ff0afa1f41", "a JPEG XL picture")]
    public async Task Upload_APictureThatIsNotDecoded_IsExplainedToItsSender(
        string? type,
        string name,
        string bytes,
        string expected
    )
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var message = ChatClient.CreateMessage("");
        message.Remove("text");

        using var response = await SendAsync(
            host,
            conversation,
            message,
            new UploadedFile(name, Convert.FromHexString(bytes), type)
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var activities = (await host.Chat.PollAsync(conversation)).Activities;
        Assert.Contains(expected, (string?)activities[^1]["text"], StringComparison.Ordinal);
        var attachment = activities.Single(item => item["attachments"] is JArray { Count: > 0 })["attachments"]![0]!;
        using var back = await host.Client.GetAsync((string)attachment["contentUrl"]!);
        Assert.Equal("application/octet-stream", back.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", back.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task Upload_ActivityWithAFieldOfTheWrongKind_IsRefusedByItsName()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var message = ChatClient.CreateMessage("look");
        message["attachments"] = new JObject();

        using var response = await SendAsync(host, conversation, message, ("a.bmp", TinyBundle.Bmp(1, 2, 3)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'attachments'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // HttpClient sends a body to its end before it reads the answer, so this is a connection of its own.
    private static async Task<string?> SendBeginningAsync(ChatHost host, ChatClient.OpenedConversation conversation)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(host.Origin.Host, host.Origin.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v3/directline/conversations/{conversation.Id}/upload?userId=web-1 HTTP/1.1\r\n"
                    + $"Host: {host.Origin.Authority}\r\nAuthorization: Bearer {conversation.Token}\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\n"
            )
        );
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        ChatHost host,
        ChatClient.OpenedConversation conversation,
        JObject message,
        params UploadedFile[] files
    )
    {
        using var form = new MultipartFormDataContent();
        var activity = new StringContent(message.ToString(), Encoding.UTF8);
        activity.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        foreach (var (name, content, type) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
            form.Add(file, "file", name);
        }
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"v3/directline/conversations/{conversation.Id}/upload?userId=web-1"
        )
        {
            Content = form,
        };
        request.Headers.Authorization = new("Bearer", conversation.Token);
        return await host.Client.SendAsync(request);
    }

    private sealed record UploadedFile(string Name, byte[] Content, string? Type = null)
    {
        public static implicit operator UploadedFile((string Name, byte[] Content) file) =>
            new(file.Name, file.Content);
    }
}
