using DialClip.Bot.Host;
using DialClip.Bot.Host.Telemetry;
using Microsoft.Extensions.Configuration;

namespace DialClip.Bot.Tests.Host.Telemetry;

public sealed class OtlpOptionsTests
{
    [Theory]
    [InlineData("--DialClip:Otlp:Endpoint collector:4317", "'DialClip:Otlp:Endpoint'", "'collector:4317' is no address of a collector")]
    [InlineData("--DialClip:Otlp:Endpoint http://127.0.0.1:4317/?key=1", "'DialClip:Otlp:Endpoint'", "neither a user, a query nor a fragment")]
    [InlineData("--DialClip:Otlp:Endpoint http://me:word@127.0.0.1:4317", "'DialClip:Otlp:Endpoint'", "neither a user")]
    [InlineData("--DialClip:Otlp:Endpoint http://collector.example:4317 --DialClip:Otlp:Headers x-key=hush", "'DialClip:Otlp:Headers'", "are a secret, and 'http' would show them on the way to 'collector.example'")]
    [InlineData("--DialClip:Otlp:Headers hush", "'DialClip:Otlp:Headers'", "name=value")]
    [InlineData("--DialClip:Otlp:TraceRatio 1.5", "'DialClip:Otlp:TraceRatio'", "between 0 and 1")]
    [InlineData("--DialClip:Otlp:ExportInterval 00:00:00", "'DialClip:Otlp:ExportInterval'", "00:00:01")]
    [InlineData("--DialClip:Otlp:Protocol Json", "'DialClip:Otlp:Protocol'", "Grpc, HttpProtobuf")]
    [InlineData("--DialClip:Telemetry:IncludeText perhaps", "'DialClip:Telemetry:IncludeText'", "true or false")]
    public async Task Run_SettingsThatCannotBe_RefusesAndKeepsTheSecret(string arguments, params string[] parts)
    {
        var errors = new StringWriter();

        var code = await HostRunner.RunAsync(arguments.Split(' '), errors);

        Assert.Equal(HostRunner.Refused, code);
        Assert.All(parts, part => Assert.Contains(part, errors.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("hush", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://collector.example:4317", "x-key=hush")]
    [InlineData("http://127.0.0.1:4318", "x-key=hush,other=1")]
    [InlineData("http://collector:4317/base", "")]
    [InlineData("", "")]
    public void Validate_GoodSettings_HasNothingToSay(string endpoint, string headers) =>
        Assert.Empty(new OtlpOptions { Endpoint = endpoint, Headers = headers }.Validate(new(new object())));

    [Theory]
    [InlineData("https://me:hush@collector.example:4317/v1?key=hush#hush", "https://collector.example:4317")]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318")]
    [InlineData("hush", "an address that cannot be read")]
    public void Shown_AnyAddress_IsSchemeHostAndPort(string endpoint, string shown) => Assert.Equal(shown, OtlpExport.Shown(endpoint));

    [Fact]
    public void Configuration_NoAddressAnywhere_IsNone() => Assert.Null(OtlpConfiguration.Of(new(), Variables(("OTEL_SERVICE_NAME", "x"))));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    public void Configuration_AddressAmongVariables_LeavesOutTheSettingsConnection(string variable)
    {
        var found = OtlpConfiguration.Of(new() { Endpoint = "https://settings.example", Headers = "x-key=hush" }, Variables((variable, "http://variables.example")))!;

        Assert.Equal("http://variables.example", found[variable]);
        Assert.DoesNotContain(found.AsEnumerable(), pair => pair.Value is "https://settings.example" or "x-key=hush");
        Assert.Null(found["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public void Configuration_Settings_AreSaidInTheExportersWordsAndVariablesWin()
    {
        var options = new OtlpOptions
        {
            Endpoint = "http://127.0.0.1:4318",
            Protocol = OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf,
            Headers = "x-key=settings",
            TraceRatio = 0.25,
            ExportInterval = TimeSpan.FromSeconds(5),
            Timeout = TimeSpan.FromSeconds(3),
        };

        var found = OtlpConfiguration.Of(options, Variables(("OTEL_EXPORTER_OTLP_HEADERS", "x-key=variable"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("PATH", "x")))!;

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=variable",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "3000",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["OTEL_METRIC_EXPORT_TIMEOUT"] = "3000",
                ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
                ["OTEL_TRACES_SAMPLER_ARG"] = "0.25",
            },
            found.AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    [Fact]
    public void Configuration_SamplerAmongVariables_IsNotMixedWithTheSettings()
    {
        var found = OtlpConfiguration.Of(new() { Endpoint = "http://127.0.0.1:4318", TraceRatio = 0.25 }, Variables(("OTEL_TRACES_SAMPLER", "always_off")))!;

        Assert.Equal("always_off", found["OTEL_TRACES_SAMPLER"]);
        Assert.Null(found["OTEL_TRACES_SAMPLER_ARG"]);
    }

    private static IConfiguration Variables(params (string Name, string Value)[] variables) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build();
}
