using System.Globalization;

namespace DialClip.Bot.Host;

/// <summary>
/// The standard OTEL_* variables, wherever the configuration has them from. OpenTelemetry itself ignores a value that
/// it cannot read and goes on with its default, so they are checked before the host starts.
/// </summary>
internal static class OtlpVariables
{
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly string[] Signals = ["TRACES", "METRICS"];

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
    [
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio",
    ];

    private static readonly string[] Milliseconds =
    [
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT",
        "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT",
        "OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_METRIC_EXPORT_TIMEOUT",
    ];

    /// <summary>Gets the endpoint that a signal is exported to; null when it is not to be exported.</summary>
    /// <param name="configuration">The host's whole configuration.</param>
    /// <param name="signal">TRACES or METRICS.</param>
    public static string? GetEndpoint(IConfiguration configuration, string signal) =>
        bool.TryParse(configuration[Disabled], out var disabled) && disabled
            ? null
            : Read(configuration, Name(signal, "ENDPOINT")) ?? Read(configuration, Name("", "ENDPOINT"));

    /// <summary>Gets the endpoints of all signals, each once.</summary>
    /// <param name="configuration">The host's whole configuration.</param>
    public static IEnumerable<string> GetEndpoints(IConfiguration configuration) =>
        Signals.Select(signal => GetEndpoint(configuration, signal)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Describes every value that cannot be used; a secret is never quoted.</summary>
    /// <param name="configuration">The host's whole configuration.</param>
    public static IEnumerable<string> FindProblems(IConfiguration configuration) =>
        bool.TryParse(configuration[Disabled], out var disabled) && disabled
            ? []
            :
            [
                .. Signals.Prepend("").SelectMany(signal => FindProblems(configuration, signal)),
                .. Milliseconds.SelectMany(name =>
                    Check(configuration, name, IsPositive, "a number of milliseconds above 0")
                ),
                .. Check(configuration, Disabled, value => bool.TryParse(value, out _), "true or false"),
                .. Check(configuration, Sampler, Samplers.Contains, string.Join(", ", Samplers)),
                .. Check(configuration, SamplerArgument, IsRatio, "a share between 0 and 1"),
            ];

    /// <summary>Gets the part of an endpoint that may be logged, which is all but its path.</summary>
    /// <param name="endpoint">A valid endpoint.</param>
    public static string Describe(string endpoint) =>
        new Uri(endpoint).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static IEnumerable<string> FindProblems(IConfiguration configuration, string signal)
    {
        var (endpointName, headersName) = (Name(signal, "ENDPOINT"), Name(signal, "HEADERS"));
        if (Read(configuration, endpointName) is { } value && !IsEndpoint(value))
            yield return $"'{endpointName}' is {Quote(value)}, expected http or https with a host and neither a user, "
                + "a query nor a fragment, such as http://127.0.0.1:4317.";
        foreach (
            var problem in Check(
                configuration,
                Name(signal, "PROTOCOL"),
                Protocols.Contains,
                string.Join(" or ", Protocols)
            )
        )
            yield return problem;
        if (Read(configuration, headersName) is not { } headers)
            yield break;
        if (!headers.Split(',').All(IsHeader))
            yield return $"'{headersName}' is not a list of headers; expected name=value, separated by commas, "
                + "without line breaks.";
        var receivers = Signals
            .Where(each => signal.Length == 0 || each == signal)
            .Select(each => GetEndpoint(configuration, each))
            .Distinct(StringComparer.Ordinal);
        foreach (var endpoint in receivers)
            if (
                Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
                && address is { Scheme: "http", IsLoopback: false }
            )
                yield return $"'{headersName}' holds a secret that 'http' would show on the way to '{address.Host}'. "
                    + "Use https, or a collector on this machine.";
    }

    private static IEnumerable<string> Check(
        IConfiguration configuration,
        string name,
        Func<string, bool> isValid,
        string expected
    )
    {
        if (Read(configuration, name) is { } value && !isValid(value.Trim()))
            yield return $"'{name}' is '{value}', expected {expected}.";
    }

    private static string Name(string signal, string what) =>
        signal.Length == 0 ? $"OTEL_EXPORTER_OTLP_{what}" : $"OTEL_EXPORTER_OTLP_{signal}_{what}";

    // An empty variable counts as unset, as OpenTelemetry's specification has it.
    private static string? Read(IConfiguration configuration, string name) =>
        configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static string Quote(string endpoint) =>
        endpoint.AsSpan().ContainsAny('@', '?', '#') ? "an address with more than that" : $"'{endpoint}'";

    private static bool IsEndpoint(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };

    private static bool IsHeader(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) > 0 && !text.Any(char.IsControl);

    private static bool IsPositive(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    private static bool IsRatio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
        && ratio is >= 0 and <= 1;
}
