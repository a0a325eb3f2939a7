using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DialClip.Bot.Host.Tests;

[Collection(TelemetryGroup.Name)]
public sealed class OtlpExportTests
{
    private const string Words = "xylophone-under-the-bed";
    private const string User = "web-zebedee-4711";
    private const string Album = "album-of-zebedee";
    private const string Key = "hushed-key-0815";

    [Fact]
    public async Task Export_MessageAnsweredAndHostEnded_BringsSpansAndMetrics()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(
            collector.Settings(("OTEL_EXPORTER_OTLP_HEADERS", "x-key=let-me-in"), ("OTEL_METRIC_EXPORT_INTERVAL", "50"))
        );

        await ChatAsync(host);
        // The gauges of what is loaded end with the model, before the last export; a turn is measured after its reply.
        await collector.WaitForAsync("dialclip.model.heads");
        await collector.WaitForAsync("dialclip.turn.duration");
        await host.EndAsync();

        var (traces, metrics) = (collector.Read("traces"), collector.Read("metrics"));
        Assert.All(
            [
                "dialclip.turn",
                "dialclip.encode",
                "dialclip.search",
                "dialclip.model.load",
                "http.response.status_code",
                "POST /v3/directline/conversations/{id}/activities",
                "POST /api/messages",
            ],
            expected => Assert.Contains(expected, traces, StringComparison.Ordinal)
        );
        Assert.All(
            [
                "dialclip.turn.duration",
                "dialclip.encode.duration",
                "dialclip.search.duration",
                "dialclip.queue.duration",
                "dialclip.model.reloads",
                "dialclip.model.heads",
                "http.server.request.duration",
                "http.client.request.duration",
                "dotnet.gc.collections",
            ],
            expected => Assert.Contains(expected, metrics, StringComparison.Ordinal)
        );
        foreach (var signal in new[] { traces, metrics })
        {
            Assert.Contains("DialClip.Bot", signal, StringComparison.Ordinal);
            Assert.Contains("service.instance.id", signal, StringComparison.Ordinal);
        }

        Assert.All(collector.Requests, request => Assert.Equal("let-me-in", request.Key));
    }

    [Fact]
    public async Task Export_EverythingTogether_HoldsNoWordsUsersConversationsOrTokens()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(collector.Settings());

        var opened = await ChatAsync(host);
        using (await host.Client.GetAsync("/nowhere/" + Words + "?code=" + User))
        using (await host.Client.GetAsync("/healthz/ready")) { }
        await host.EndAsync();

        Assert.Contains(
            "GET /v3/directline/conversations/{id}/stream",
            collector.Read("traces"),
            StringComparison.Ordinal
        );
        var streamToken = HttpUtility.ParseQueryString(opened.Stream.Query)["t"]!;
        Assert.All(
            [
                Words,
                User,
                opened.Id,
                opened.Token,
                streamToken,
                "url.query",
                "url.path",
                "url.full",
                "healthz",
                "x-key",
            ],
            hidden => Assert.DoesNotContain(hidden, collector.All, StringComparison.Ordinal)
        );
        // Log records name conversations; they stay in the host's own log.
        Assert.DoesNotContain(collector.Requests, request => request.Path == "/v1/logs");
    }

    [Fact]
    public async Task Export_PictureFetched_ClientSpanHoldsNeitherPathNorQuery()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(collector.Settings());
        var message = ChatClient.CreateMessage(Words);
        message["attachments"] = new JArray(
            new JObject
            {
                ["contentType"] = "image/bmp",
                ["contentUrl"] = new Uri(
                    host.Client.BaseAddress!,
                    $"v3/directline/attachments/{Album}?sig={Key}"
                ).AbsoluteUri,
            }
        );

        await ChatAsync(host, message);
        await host.EndAsync();

        var traces = collector.Read("traces");
        Assert.All(
            ["dialclip.pictures", "System.Net.Http", "GET /v3/directline/attachments/{id}"],
            expected => Assert.Contains(expected, traces, StringComparison.Ordinal)
        );
        Assert.All(
            [Album, Key, "url.full", "url.query"],
            hidden => Assert.DoesNotContain(hidden, collector.All, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Export_RequestThatFailed_HoldsNeitherItsAddressNorTheException()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartAsync(collector.Settings());
        using var nobody = BindWithoutListening();
        using var http = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri($"http://{nobody.LocalEndPoint}/{Album}/picture.png?sig={Key}"))
        );
        await host.EndAsync();

        var traces = collector.Read("traces");
        Assert.Contains("connection_error", traces, StringComparison.Ordinal);
        // .NET adds the exception as an event; its message and stack may quote addresses.
        Assert.All(
            [Album, Key, "refused", "exception."],
            hidden => Assert.DoesNotContain(hidden, traces, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Export_NoEndpoint_NobodyListens()
    {
        await using var host = await HostHarness.StartAsync();

        Assert.Null(host.Services.GetService<TracerProvider>());
        Assert.Null(host.Services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task Export_Disabled_SendsNothing()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(collector.Settings(("OTEL_SDK_DISABLED", "true")));

        await ChatAsync(host);
        await host.EndAsync();

        Assert.Empty(collector.Requests);
    }

    [Theory]
    [InlineData("metrics", "OTEL_TRACES_SAMPLER=always_off")]
    [InlineData("metrics", "OTEL_EXPORTER_OTLP_ENDPOINT= ", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT={0}/v1/metrics")]
    [InlineData("traces", "OTEL_EXPORTER_OTLP_ENDPOINT= ", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={0}/v1/traces")]
    public async Task Export_OneSignalOnly_SendsNothingOfTheOther(string signal, params string[] variables)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(
            collector.Settings([
                .. variables
                    .Select(each => each.Replace("{0}", collector.Address, StringComparison.Ordinal).Split('=', 2))
                    .Select(pair => (pair[0], pair[1])),
            ])
        );

        await ChatAsync(host);
        await host.EndAsync();
        await collector.WaitForAsync(signal == "metrics" ? "dialclip.turn.duration" : "dialclip.turn");

        Assert.All(collector.Requests, request => Assert.Equal("/v1/" + signal, request.Path));
    }

    [Fact]
    public async Task Export_ServiceNamedByVariable_IsFoundUnderThatName()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartWithChatAsync(
            collector.Settings(("OTEL_SERVICE_NAME", "renamed"))
        );

        await ChatAsync(host);
        await host.EndAsync();

        Assert.Contains("renamed", collector.Read("traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Grpc_ReachesTheCollector()
    {
        await using var collector = await OtlpReceiver.StartAsync(protocols: HttpProtocols.Http2);
        await using var host = await HostHarness.StartWithChatAsync(
            collector.Settings(("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
        );

        await ChatAsync(host);
        await host.EndAsync();
        await collector.WaitForAsync("dialclip.turn.duration");

        Assert.Contains(
            collector.Requests,
            request =>
                request.Path.EndsWith("TraceService/Export", StringComparison.Ordinal)
                && request.Body.Contains("dialclip.turn", StringComparison.Ordinal)
        );
        Assert.Contains(
            collector.Requests,
            request => request.Path.EndsWith("MetricsService/Export", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Export_CollectorIsDown_TurnsAreAnsweredAndTheLogStaysQuiet()
    {
        using var logs = new FakeLoggerProvider();
        using var nobody = BindWithoutListening();
        await using var host = await HostHarness.StartWithChatAsync(
            new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{nobody.LocalEndPoint}",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "10",
                ["DialClip:Storage:Kind"] = "Memory",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "10",
            },
            logs: logs
        );

        await ChatAsync(host);
        await host.EndAsync();

        Assert.Contains(
            logs.Lines,
            line => line.Message.Contains($"http://{nobody.LocalEndPoint}", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task End_CollectorThatNeverAnswers_TakesNoLongerThanTheTimeout()
    {
        await using var collector = await OtlpReceiver.StartAsync(answers: false);
        await using var host = await HostHarness.StartWithChatAsync(
            collector.Settings(("OTEL_EXPORTER_OTLP_TIMEOUT", "300"))
        );

        await ChatAsync(host);
        await host.EndAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEmpty(collector.Requests);
    }

    // Every connection is refused.
    private static Socket BindWithoutListening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static async Task<ChatClient.OpenedConversation> ChatAsync(HostHarness host, JObject? message = null)
    {
        var opened = await host.Chat.OpenAsync(User);
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(opened.Stream, CancellationToken.None);
            await host.Chat.PostAsync(
                $"v3/directline/conversations/{opened.Id}/activities",
                message ?? ChatClient.CreateMessage(Words),
                opened.Token
            );
            await ChatClient.ReadUntilAsync(socket, activity => (string?)activity["text"] == Words);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        return opened;
    }
}
