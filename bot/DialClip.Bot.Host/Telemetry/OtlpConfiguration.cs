using System.Globalization;
using OpenTelemetry.Exporter;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>The settings in the language of OpenTelemetry's own variables, beneath the variables that the host was started with.</summary>
internal static class OtlpConfiguration
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    private static readonly string[] Endpoints = [Endpoint, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Gets what the exporter is set up from, or null when nothing is to be sent.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="host">The host's whole configuration, of which only OTEL_* is read.</param>
    public static IConfiguration? Of(OtlpOptions options, IConfiguration host)
    {
        if (bool.TryParse(host["OTEL_SDK_DISABLED"], out var disabled) && disabled)
            return null;
        var named = Endpoints.Any(name => !string.IsNullOrWhiteSpace(host[name]));
        if (!named && options.Endpoint.Length == 0)
            return null;
        var values = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = Milliseconds(options.Timeout),
            ["OTEL_METRIC_EXPORT_TIMEOUT"] = Milliseconds(options.Timeout),
            ["OTEL_METRIC_EXPORT_INTERVAL"] = Milliseconds(options.ExportInterval),
        };
        // Address, protocol and headers go together: the headers of one collector are never sent to another.
        if (!named)
        {
            values[Endpoint] = options.Endpoint;
            values["OTEL_EXPORTER_OTLP_PROTOCOL"] = options.Protocol == OtlpExportProtocol.HttpProtobuf ? "http/protobuf" : "grpc";
            values["OTEL_EXPORTER_OTLP_HEADERS"] = options.Headers;
        }
        if (string.IsNullOrWhiteSpace(host[Sampler]))
        {
            values[Sampler] = "parentbased_traceidratio";
            values["OTEL_TRACES_SAMPLER_ARG"] = options.TraceRatio.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in host.AsEnumerable().Where(pair => pair.Key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(pair.Value)))
            values[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static string Milliseconds(TimeSpan time) => ((int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
