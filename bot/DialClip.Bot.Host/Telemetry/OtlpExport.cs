using System.Reflection;
using DialClip.Bot.Telemetry;
using DialClip.Model.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>Sends spans and measurements to a collector while the host runs, and what is left when it stops.</summary>
/// <param name="options">Where to; read at start, so that bad settings are all named at once before.</param>
/// <param name="configuration">Holds OpenTelemetry's own variables.</param>
/// <param name="time">Bounds the last sending.</param>
/// <param name="logger">Is told what could not be sent.</param>
internal sealed class OtlpExport(IOptions<OtlpOptions> options, IConfiguration configuration, TimeProvider time, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    private static readonly string[] Sources = [BotTelemetry.Name, ModelTelemetry.Name, SpanRedaction.Server, SpanRedaction.Client];

    private static readonly string[] Meters =
    [
        BotTelemetry.Name, ModelTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Net.Http", "System.Runtime",
    ];

    private OpenTelemetrySdk? sdk;
    private ExportFailures? failures;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OtlpConfiguration.Of(options.Value, configuration) is not { } otel)
            return Task.CompletedTask;
        failures = new(logger, time);
        sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton(otel);
            builder
                .ConfigureResource(Describe)
                .WithTracing(tracing => tracing.AddSource(Sources).AddProcessor(new SpanRedaction()))
                .WithMetrics(metrics => metrics.AddMeter(Meters))
                .UseOtlpExporter();
        });
        logger.Exporting(string.Join(", ", otel.AsEnumerable().Where(pair => pair.Key.EndsWith("_ENDPOINT", StringComparison.Ordinal)).Select(pair => Shown(pair.Value)).Distinct()));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (sdk is null)
            return;
        var (bound, whole) = ((int)options.Value.Timeout.TotalMilliseconds, false);
        try
        {
            // Both block their thread, and a dead collector costs the time once, not twice.
            var sent = await Task.WhenAll(
                Task.Run(() => sdk.TracerProvider.Shutdown(bound), CancellationToken.None),
                Task.Run(() => sdk.MeterProvider.Shutdown(bound), CancellationToken.None))
                .WaitAsync(options.Value.Timeout + TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
            whole = sent.All(each => each);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // Said below: telemetry that cannot be sent must not keep the host from stopping.
        }
        if (!whole)
            logger.TelemetryLost(options.Value.Timeout);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sdk?.Dispose();
        failures?.Dispose();
    }

    /// <summary>Gets of an address what may be logged: a variable may hold a password or a key besides.</summary>
    internal static string Shown(string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Host.Length > 0
        ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
        : "an address that cannot be read";

    // What the host was started with comes last and so wins.
    private void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddAttributes(
        [
            new("service.name", options.Value.ServiceName),
            new("service.version", typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"),
            new("service.instance.id", Guid.NewGuid().ToString()),
        ])
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
