using System.Net;
using System.Net.Sockets;
using System.Text;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Host.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task Health_ModelLoaded_IsReady()
    {
        await using var host = await HostHarness.StartAsync();

        Assert.Contains("ready: 6 items", await host.Client.GetStringAsync("/healthz/ready"), StringComparison.Ordinal);
        Assert.Equal("alive\n", await host.Client.GetStringAsync("/healthz/live"));
    }

    [Fact]
    public async Task Health_StoreIsEmpty_SaysWhatIsMissing()
    {
        using var empty = new TemporaryFolder();
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Store:Path"] = empty.Path },
            load: false
        );

        using var response = await host.Client.GetAsync("/healthz/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        // Neither the store's path nor what is missing there.
        Assert.Equal(
            "not ready: No model is loaded yet; the log says why.\n",
            await response.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Chat_MessageThatThePluginLeaves_IsAnsweredByTheBot()
    {
        await using var host = await HostHarness.StartWithChatAsync();
        var conversation = await host.Chat.OpenAsync();

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello"),
            conversation.Token
        );

        Assert.Equal(
            [FallbackBot.Greeting, "hello", FallbackBot.Answer],
            (await host.Chat.PollAsync(conversation)).Activities.Select(activity => (string?)activity["text"])
        );
    }

    // The limit of renditions that have to be made is 120 at once.
    [Theory]
    [InlineData("media/000000000000/w1024/none.png")]
    [InlineData("media/{0}/w1024/none.png")]
    [InlineData("media/{0}/w1024/red.png")]
    public async Task Media_FloodOfWhatCostsNothing_LeavesPicturesOfTheSameAddressAlone(string path)
    {
        await using var host = await HostHarness.StartAsync();
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        var digest = lease.Model.Catalog.Digest[..12];
        for (var number = 0; number < 600; number++)
            (await host.Client.GetAsync(string.Format(null, path, digest))).Dispose();

        using var picture = await host.Client.GetAsync($"media/{digest}/w1024/green.png");

        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    // With an app id the adapter is the first to read the body, without one a filter is.
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "11111111-1111-1111-1111-111111111111")]
    [InlineData(true, "11111111-1111-1111-1111-111111111111")]
    public async Task Messages_TooLarge_AreRefusedWithoutAnError(bool chunked, string appId)
    {
        using var logs = new FakeLoggerProvider();
        await using var host = await HostHarness.StartAsync(Registration(appId), logs);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages")
        {
            Content = new StringContent(new string(' ', 2 * 1024 * 1024)),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, (int)response.StatusCode);
        Assert.DoesNotContain(logs.Lines, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("nothing")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":[]}")]
    [InlineData("{\"type\":\"message\",\"timestamp\":\"yesterday\"}")]
    [InlineData("{\"type\":\"message\",\"timestamp\":99999999999999999999999999}")]
    [InlineData("{\"type\":\"message\",\"entities\":7}")]
    public async Task Messages_Malformed_AreRefusedWithoutAnError(string body)
    {
        using var logs = new FakeLoggerProvider();
        await using var host = await HostHarness.StartAsync(Registration("11111111-1111-1111-1111-111111111111"), logs);

        using var response = await host.Client.PostAsync(
            "api/messages",
            new StringContent(body, Encoding.UTF8, "application/json")
        );

        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.DoesNotContain(logs.Lines, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Messages_BrokenChunks_AreRefusedWithoutAnError()
    {
        using var logs = new FakeLoggerProvider();
        await using var host = await HostHarness.StartAsync(Registration("11111111-1111-1111-1111-111111111111"), logs);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);

        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    "POST /api/messages HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n"
                )
            );

        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Lines, entry => entry.Level >= LogLevel.Error);
    }

    private static Dictionary<string, string?> Registration(string appId) =>
        new() { ["MicrosoftAppId"] = appId, ["MicrosoftAppPassword"] = appId.Length > 0 ? "secret" : "" };
}
