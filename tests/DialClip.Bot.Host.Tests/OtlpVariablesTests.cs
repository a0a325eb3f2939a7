using Microsoft.Extensions.Configuration;

namespace DialClip.Bot.Host.Tests;

public sealed class OtlpVariablesTests
{
    private const string Secret = "OTEL_EXPORTER_OTLP_HEADERS=x-key=hush";

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317", "'collector:4317', expected http or https")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1/?key=hush", "a query nor a fragment")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://me:hush@127.0.0.1", "neither a user")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "'http/json', expected grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS=hush", "name=value")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT=soon", "'soon', expected a number of milliseconds")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL=0", "'0', expected a number of milliseconds")]
    [InlineData("OTEL_TRACES_SAMPLER=some", "'some', expected always_on")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG=1.5", "'1.5', expected a share between 0 and 1")]
    [InlineData("OTEL_SDK_DISABLED=yes", "'yes', expected true or false")]
    public void FindProblems_VariableThatCannotBeRead_NamesItAndKeepsTheSecret(string variable, string expected)
    {
        var problem = Assert.Single(OtlpVariables.FindProblems(Configure(variable)));

        Assert.Contains($"'{variable.Split('=')[0]}'", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=https://collector.example:4317", Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_EXPORTER_OTLP_HEADERS=x-key=hush,other=1")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317/base", "OTEL_EXPORTER_OTLP_HEADERS= ")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_TRACES_SAMPLER_ARG=0.25")]
    public void FindProblems_UsableVariables_FindsNone(params string[] variables) =>
        Assert.Empty(OtlpVariables.FindProblems(Configure(variables)));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.example", Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector.example", Secret)]
    [InlineData(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector.example",
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS=a=hush"
    )]
    public void FindProblems_SecretOverHttpToAnotherMachine_IsOne(params string[] variables)
    {
        var problem = Assert.Single(OtlpVariables.FindProblems(Configure(variables)));

        Assert.Contains("'http' would show on the way to 'collector.example'", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://collector.example:4317/v1", "https://collector.example:4317")]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318")]
    public void Describe_Endpoint_IsSchemeHostAndPort(string endpoint, string expected) =>
        Assert.Equal(expected, OtlpVariables.Describe(endpoint));

    private static IConfiguration Configure(params string[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                variables.Select(each => each.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])
            )
            .Build();
}
