using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>Where spans and measurements are sent, by OpenTelemetry's own protocol (OTLP).</summary>
/// <remarks>A variable of OpenTelemetry that means the same, such as OTEL_EXPORTER_OTLP_ENDPOINT, wins over a setting.</remarks>
public sealed class OtlpOptions : IValidatableObject
{
    /// <summary>Gets or sets the address of the collector.</summary>
    /// <value>The default is empty: nothing is sent, unless a variable of OpenTelemetry names an address.</value>
    public string Endpoint { get; set; } = "";

    /// <summary>Gets or sets how the collector is spoken to.</summary>
    /// <value>The default is Grpc.</value>
    public OtlpExportProtocol Protocol { get; set; } = OtlpExportProtocol.Grpc;

    /// <summary>Gets or sets what is sent as headers: name=value, separated by commas. A secret.</summary>
    /// <value>The default is empty.</value>
    public string Headers { get; set; } = "";

    /// <summary>Gets or sets the name under which this host's telemetry is found.</summary>
    /// <value>The default is 'DialClip.Bot'.</value>
    [Required]
    public string ServiceName { get; set; } = "DialClip.Bot";

    /// <summary>Gets or sets the share of traces that are recorded; a caller's own decision is kept.</summary>
    /// <value>The default is 1, all.</value>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 1;

    /// <summary>Gets or sets how often measurements are sent.</summary>
    /// <value>The default is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ExportInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long one sending may take, and how long the last one may hold the host when it stops.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint.Length > 0 && !IsAddress(Endpoint))
            yield return new($"'{Endpoint}' is no address of a collector; expected http or https with a host and neither a user, a query nor a fragment, such as http://127.0.0.1:4317.", [nameof(Endpoint)]);
        // What was found is not said: it is a secret.
        if (Headers.Length > 0 && !Headers.Split(',').All(IsHeader))
            yield return new("is not a list of headers; expected name=value, separated by commas, without line breaks.", [nameof(Headers)]);
        if (Headers.Length > 0 && Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address is { Scheme: "http", IsLoopback: false })
            yield return new($"are a secret, and 'http' would show them on the way to '{address.Host}'. Use https, or a collector on this machine.", [nameof(Headers)]);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };

    private static bool IsHeader(string text) => text.IndexOf('=', StringComparison.Ordinal) > 0 && !text.Any(char.IsControl);
}
