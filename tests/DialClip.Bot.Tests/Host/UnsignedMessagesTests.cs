using System.Net;
using DialClip.Bot.Host.Web;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Host;

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

        using var response = await host.SendAsync(HttpMethod.Post, "api/messages", activity, null);

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
    public async Task AnyRequest_PassedOnFromElsewhere_IsRefusedWithoutASecretAndAnAppId(string header)
    {
        await using var host = await HostHarness.StartAsync();

        using var message = await host.BrowseAsync(HttpMethod.Post, "api/messages", null, (header, "x"));
        using var token = await host.BrowseAsync(HttpMethod.Post, "v3/directline/tokens/generate", null, (header, "x"));
        using var page = await host.BrowseAsync(HttpMethod.Get, "", null, (header, "x"));
        using var health = await host.BrowseAsync(HttpMethod.Get, "healthz/live", null, (header, "x"));

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK],
            new[] { message, token, page, health }.Select(response => response.StatusCode)
        );
        Assert.Contains(Refused, await message.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_PassedOnToAHostWithASecret_IsGiven()
    {
        var secret = new string('s', 32);
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:Secret"] = secret }
        );

        using var token = await host.BrowseAsync(
            HttpMethod.Post,
            "v3/directline/tokens/generate",
            secret,
            ("X-Forwarded-For", "192.0.2.1")
        );

        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
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

        Assert.Equal(local, Callers.IsLocal(context));
    }
}
