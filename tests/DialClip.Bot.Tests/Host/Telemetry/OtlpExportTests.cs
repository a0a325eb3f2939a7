using System.Diagnostics;
using System.Net.WebSockets;
using System.Web;
using DialClip.Bot.Host.Telemetry;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Tests.Bot;
using DialClip.Model.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Host.Telemetry;

[Collection(TelemetryGroup.Name)]
public sealed class OtlpExportTests
{
    private const string Words = "xylophone-under-the-bed";
    private const string User = "web-zebedee-4711";

    [Fact]
    public async Task Export_MessageAnsweredAndHostStopped_BringsSpansAndMeasurements()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartAsync(collector.Settings(("DialClip:Otlp:Headers", "x-key=let-me-in")));

        await SayAsync(host);
        await host.StopAsync();

        var (traces, metrics) = (collector.Of("traces"), collector.Of("metrics"));
        Assert.All(
            ["dialclip.encode", "dialclip.search", "dialclip.model.load", "POST /v3/directline/conversations/{id}/activities", "POST /api/messages", "http.response.status_code"],
            expected => Assert.Contains(expected, traces, StringComparison.Ordinal));
        Assert.All(
            ["dialclip.encode.duration", "dialclip.search.duration", "dialclip.queue.duration", "dialclip.model.reloads", "dialclip.model.heads", "http.server.request.duration"],
            expected => Assert.Contains(expected, metrics, StringComparison.Ordinal));
        Assert.All(new[] { traces, metrics }, each => Assert.Contains("DialClip.Bot", each, StringComparison.Ordinal));
        Assert.All(new[] { traces, metrics }, each => Assert.Contains("service.instance.id", each, StringComparison.Ordinal));
        Assert.All(collector.Requests, request => Assert.Equal("let-me-in", request.Key));
    }

    [Fact]
    public async Task Export_EverythingTogether_HoldsNoWordsUsersConversationsOrTokens()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartAsync(collector.Settings());

        var opened = await SayAsync(host);
        using (await host.Client.GetAsync("/nowhere/" + Words + "?code=" + User))
        using (await host.Client.GetAsync("/healthz/ready"))
        {
        }
        await host.StopAsync();

        Assert.Contains("GET /v3/directline/conversations/{id}/stream", collector.Of("traces"), StringComparison.Ordinal);
        Assert.All(
            [Words, User, opened.Id, opened.Token, HttpUtility.ParseQueryString(opened.Stream.Query)["t"]!, "url.query", "url.path", "url.full", "healthz", "x-key"],
            hidden => Assert.DoesNotContain(hidden, collector.All, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_NoAddress_NobodyListens()
    {
        await using var host = await HostHarness.StartAsync();

        Assert.False(ModelTelemetry.Source.HasListeners());
        Assert.False(ModelTelemetry.EncodeDuration.Enabled);
    }

    [Fact]
    public async Task Export_SwitchedOffByVariable_SendsNothing()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartAsync(collector.Settings(("OTEL_SDK_DISABLED", "true")));

        await SayAsync(host);
        await host.StopAsync();

        Assert.Empty(collector.Requests);
    }

    [Fact]
    public async Task Export_NoTraceRecorded_SendsMeasurementsOnly()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostHarness.StartAsync(collector.Settings(("DialClip:Otlp:TraceRatio", "0")));

        await SayAsync(host);
        await host.StopAsync();

        Assert.Empty(collector.Of("traces"));
        Assert.Contains("dialclip.encode.duration", collector.Of("metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AddressFromVariables_TakesNothingOfTheSettingsConnection()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var other = await OtlpReceiver.StartAsync();
        var settings = new OtlpOptions { Endpoint = other.Address, Headers = "x-key=let-me-in" };

        await RunAsync(settings, new(), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "renamed"));

        Assert.Contains("renamed", collector.Of("traces"), StringComparison.Ordinal);
        Assert.All(collector.Requests, request => Assert.Null(request.Key));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Export_Grpc_ReachesTheCollector()
    {
        await using var collector = await OtlpReceiver.StartAsync(protocols: HttpProtocols.Http2);
        var logs = new BotHarness.CapturedLogs();

        await RunAsync(new() { Endpoint = collector.Address }, logs);

        var traces = Assert.Single(collector.Requests, request => request.Path.EndsWith("TraceService/Export", StringComparison.Ordinal));
        Assert.Contains("dialclip.turn", traces.Body, StringComparison.Ordinal);
        Assert.Contains(collector.Requests, request => request.Path.EndsWith("MetricsService/Export", StringComparison.Ordinal));
        Assert.Empty(string.Join("\n", logs.Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message)));
    }

    [Fact]
    public async Task Stop_CollectorThatNeverAnswers_EndsInTimeAndSaysWhatIsLost()
    {
        await using var collector = await OtlpReceiver.StartAsync(answers: false);
        var logs = new BotHarness.CapturedLogs();

        var stopping = RunAsync(new() { Endpoint = collector.Address, Protocol = OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf, Timeout = TimeSpan.FromMilliseconds(300) }, logs);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEmpty(collector.Requests);
        Assert.Contains(logs.Lines, line => line.Level == LogLevel.Warning && line.Message.Contains("lost", StringComparison.Ordinal));
    }

    private static async Task RunAsync(OtlpOptions settings, BotHarness.CapturedLogs logs, params (string Name, string Value)[] variables)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        using var sut = new OtlpExport(Options.Create(settings), configuration, TimeProvider.System, factory.CreateLogger<OtlpExport>());
        await sut.StartAsync(CancellationToken.None);
        using (var source = new ActivitySource(BotTelemetry.Name))
            source.StartActivity("dialclip.turn")!.Dispose();
        await sut.StopAsync(CancellationToken.None);
    }

    private static async Task<HostHarness.OpenedConversation> SayAsync(HostHarness host)
    {
        var opened = await host.OpenAsync(User);
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(opened.Stream, CancellationToken.None);
            await host.PostAsync($"v3/directline/conversations/{opened.Id}/activities", HostHarness.Message(Words), opened.Token);
            await HostHarness.NextAsync(socket, activity => (string?)activity["text"] == Words);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        return opened;
    }
}
