using System.Net;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Host.Tests;

public sealed class TrustedProxiesTests
{
    // Without a token requests are counted by address: four at once.
    private const string Limited = "v3/directline/session/getsessionid";
    private const string Variable = "ForwardedHeaders_Enabled";
    private const string Proxy = "DialClip:Proxies:KnownProxies:0";
    private const string Network = "DialClip:Proxies:KnownNetworks:0";
    private const int Flood = 24;

    // Each request names another address, as a caller who lies would.
    [Theory]
    [InlineData(true, "203.0.113.{0}", true)]
    [InlineData(true, "203.0.113.{0}", true, Variable, "true")]
    [InlineData(true, "203.0.113.{0}", true, Proxy, "192.0.2.1")]
    [InlineData(true, "203.0.113.{0}", true, Proxy, "192.0.2.1", Variable, "true")]
    // A proxy says so: these are many, and a caller's own words before the proxy's count for nothing.
    [InlineData(true, "203.0.113.{0}", false, Proxy, "127.0.0.1")]
    [InlineData(true, "203.0.113.{0}", false, Network, "127.0.0.0/8")]
    [InlineData(true, "203.0.113.{0}", false, Network, "127.0.0.0/8", Variable, "true")]
    [InlineData(true, "203.0.113.{0}, 198.51.100.7", true, Proxy, "127.0.0.1")]
    [InlineData(true, "203.0.113.{0}, 192.0.2.1", false, Proxy, "127.0.0.1", Network, "192.0.2.0/24")]
    [InlineData(false, "", true, Proxy, "127.0.0.1")]
    public async Task Limits_ByAddress_BelieveNamedProxiesOnly(
        bool forwarded,
        string header,
        bool limited,
        params string[] settings
    )
    {
        var configured = settings.Chunk(2).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
        configured["DialClip:DirectLine:RequestsPerSecond"] = "1";
        configured["DialClip:DirectLine:Secret"] = new string('s', 32);
        await using var host = await HostHarness.StartWithChatAsync(configured);
        var statuses = new HashSet<HttpStatusCode>();

        for (var number = 0; number < Flood && !statuses.Contains(HttpStatusCode.TooManyRequests); number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Limited);
            if (forwarded)
                request.Headers.Add("X-Forwarded-For", string.Format(null, header, number));
            using var response = await host.Client.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(limited, statuses.Contains(HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [InlineData("true", "", 1)]
    [InlineData("true", "127.0.0.1", 0)]
    [InlineData("", "", 0)]
    public async Task Start_VariableWithoutProxies_SaysThatItHasNoEffect(string variable, string proxy, int warnings)
    {
        using var logs = new FakeLoggerProvider();
        var settings = new Dictionary<string, string?> { [Variable] = variable };
        if (proxy.Length > 0)
            settings[Proxy] = proxy;

        await using var host = await HostHarness.StartAsync(settings, logs);

        Assert.Equal(warnings, logs.Lines.Count(line => line.Id.Id == 108 && line.Level == LogLevel.Warning));
    }

    // Who comes through the proxy does not come from this machine, whatever he says.
    [Fact]
    public async Task Messages_WithoutAnAppId_AreRefusedThroughAProxy()
    {
        await using var host = await HostHarness.StartAsync(new Dictionary<string, string?> { [Proxy] = "127.0.0.1" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages")
        {
            Content = new StringContent("""{"type":"message","serviceUrl":"http://127.0.0.1:1/"}"""),
        };
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }
}
