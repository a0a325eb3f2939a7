using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DialClip.Bot.Host;

/// <summary>Registration of the export of spans and metrics by OTLP.</summary>
internal static partial class TelemetryExtensions
{
    private const string ServiceName = "DialClip.Bot";

    /// <summary>Adds the export of each signal for which an OTEL_* variable names an endpoint.</summary>
    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        var traces = OtlpVariables.GetEndpoint(builder.Configuration, "TRACES") is not null;
        var metrics = OtlpVariables.GetEndpoint(builder.Configuration, "METRICS") is not null;
        // What is wrong with the variables is reported once all settings are checked; the exporters would throw before.
        if ((!traces && !metrics) || OtlpVariables.FindProblems(builder.Configuration).Any())
            return;
        // .NET adds to the span of a failed request its exception as an event: message and stack may quote addresses,
        // and no processor can remove an event. Ours have none.
        builder.Configuration.AddInMemoryCollection([new("OTEL_SPAN_EVENT_COUNT_LIMIT", "0")]);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(Describe).UseOtlpExporter();
        // UseOtlpExporter switches on every signal: logs, which name conversations, get no record, and a signal without
        // an endpoint no source, or it would go to OpenTelemetry's default address.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.None);
        if (traces)
            telemetry.WithTracing(tracing =>
                tracing
                    .AddSource(DialClipTelemetry.ActivitySourceName, DialClipTelemetry.ModelActivitySourceName)
                    .AddAspNetCoreInstrumentation(requests => requests.Filter = IsNoProbe)
                    .AddHttpClientInstrumentation()
                    .AddProcessor(new SpanRedaction())
            );
        if (metrics)
            telemetry.WithMetrics(meters =>
                meters
                    .AddMeter(DialClipTelemetry.MeterName, DialClipTelemetry.ModelMeterName)
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    // It counts probes, and says no more of other requests than http.server.request.duration.
                    .AddView("aspnetcore.routing.match_attempts", MetricStreamConfiguration.Drop)
            );
    }

    /// <summary>Logs where to spans and metrics are exported, if anywhere.</summary>
    public static void LogTelemetryExport(this WebApplication app)
    {
        var endpoints = OtlpVariables.GetEndpoints(app.Configuration).Select(OtlpVariables.Describe).ToList();
        if (endpoints.Count > 0)
            LogExporting(app.Logger, string.Join(", ", endpoints));
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last and so win.
    private static void Describe(ResourceBuilder resource) =>
        resource
            .AddService(
                ServiceName,
                serviceVersion: typeof(TelemetryExtensions)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion
            )
            .AddEnvironmentVariableDetector();

    // Probes would drown what people do; the metrics leave them out by their endpoints' own metadata.
    private static bool IsNoProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(150, LogLevel.Information, "Spans and metrics are exported to {Endpoints}.")]
    private static partial void LogExporting(ILogger logger, string endpoints);

    /// <summary>
    /// Processor that removes from the spans of web requests everything that could carry a token, a conversation or a
    /// user: paths, queries, addresses of callers. The tags that stay are listed, because frameworks add others.
    /// </summary>
    internal sealed class SpanRedaction : BaseProcessor<Activity>
    {
        /// <summary>The name, or its first part, of the sources of requests that come in.</summary>
        public const string Server = "Microsoft.AspNetCore";

        /// <summary>The name, or its first part, of the sources of requests that go out.</summary>
        public const string Client = "System.Net";

        private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
            StringComparer.Ordinal,
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "url.scheme",
            "server.address",
            "server.port",
            "network.protocol.name",
            "network.protocol.version",
            "error.type"
        );

        /// <inheritdoc/>
        public override void OnEnd(Activity data)
        {
            if (
                !data.Source.Name.StartsWith(Server, StringComparison.Ordinal)
                && !data.Source.Name.StartsWith(Client, StringComparison.Ordinal)
            )
                return;
            foreach (var tag in data.TagObjects.Where(tag => !Harmless.Contains(tag.Key)).ToList())
                data.SetTag(tag.Key, null);
            // The description may be an exception's message, which may quote an address.
            data.SetStatus(data.Status);
        }
    }
}
