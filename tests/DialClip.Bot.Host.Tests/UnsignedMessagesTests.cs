using System.Net;
using DialClip.LocalChat;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

public sealed class UnsignedMessagesTests
{
    private const string Refused = "Without 'MicrosoftAppId'";

    [Theory]
    [InlineData("{\"type\":\"message\",\"serviceUrl\":\"http://169.254.169.254/\"}")]
    [InlineData(
        "{\"type\":\"message\",\"serviceUrl\":\"http://127.0.0.1:1/\",\"ServiceUrl\":\"http://evil.example/\"}"
    )]
    [InlineData("{\"type\":\"message\",\"serviceUrl\":\"http://127.0.0.1@evil.example/\"}")]
    [InlineData("{\"type\":\"message\",\"serviceUrl\":\"file:///etc/passwd\"}")]
    [InlineData("{\"type\":\"message\",\"deliveryMode\":\"expectReplies\"}")]
    public async Task Messages_RepliesWouldGoElsewhere_AreRefused(string activity)
    {
        await using var host = await HostHarness.StartAsync();

        using var response = await host.Chat.SendAsync(HttpMethod.Post, "api/messages", activity, null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(
            Refused,
            (string?)JObject.Parse(await response.Content.ReadAsStringAsync()).SelectToken("error.message"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-proto")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    [InlineData("Origin")]
    [InlineData("Sec-Fetch-Site")]
    public async Task Messages_OfAProxyOrAPage_AreRefused(string header)
    {
        await using var host = await HostHarness.StartAsync();

        using var message = await host.Chat.BrowseAsync(HttpMethod.Post, "api/messages", null, (header, "x"));
        using var health = await host.Chat.BrowseAsync(HttpMethod.Get, "healthz/live", null, (header, "x"));

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.OK], new[] { message.StatusCode, health.StatusCode });
        Assert.Contains(Refused, await message.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // The local chat has its own list: what it takes for forwarded must not be accepted here.
    [Theory]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    public void IsLocal_ForwardedInTheLocalChatsEyes_IsNot(string header)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers[header] = "x";

        Assert.True(Caller.IsForwarded(context.Request));
        Assert.False(BotAuthentication.UnsignedMessages.IsLocal(context));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::", false)]
    [InlineData(null, false)]
    public void IsLocal_AnyCaller_IsWhereItsAddressSays(string? address, bool local)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

        Assert.Equal(local, BotAuthentication.UnsignedMessages.IsLocal(context));
    }
}
