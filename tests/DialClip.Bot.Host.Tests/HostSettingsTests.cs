using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.Tests;

public sealed class HostSettingsTests
{
    private const string Guid = "11111111-1111-1111-1111-111111111111";

    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("", Guid, "secret", "")]
    [InlineData("MultiTenant", Guid, "secret", "")]
    [InlineData("SingleTenant", Guid, "secret", "contoso.onmicrosoft.com")]
    [InlineData("userAssignedMsi", Guid, "", Guid)]
    public void Validate_RegistrationThatSignsIn_Succeeds(string type, string id, string password, string tenant) =>
        Assert.True(Validate(type, id, password, tenant).Succeeded);

    [Theory]
    [InlineData(
        "SingelTenant",
        Guid,
        "secret",
        Guid,
        "'MicrosoftAppType' is 'SingelTenant', expected SingleTenant, UserAssignedMSI, MultiTenant or nothing."
    )]
    [InlineData("SingleTenant", "", "", "", "'MicrosoftAppId' is empty", "'MicrosoftAppTenantId' is empty")]
    [InlineData(
        "SingleTenant",
        "mybot",
        "",
        "",
        "'MicrosoftAppId' is 'mybot', expected a GUID",
        "'MicrosoftAppPassword' is empty",
        "'MicrosoftAppTenantId' is empty"
    )]
    [InlineData(
        "UserAssignedMSI",
        Guid,
        "secret",
        "",
        "'MicrosoftAppPassword' is set, but a managed identity has none",
        "'MicrosoftAppTenantId' is empty"
    )]
    [InlineData("", "", "secret", "", "'MicrosoftAppId' is empty")]
    [InlineData("", Guid, "", "", "'MicrosoftAppPassword' is empty")]
    public void Validate_RegistrationThatCannotSignIn_NamesEverything(
        string type,
        string id,
        string password,
        string tenant,
        params string[] parts
    )
    {
        var problems = Validate(type, id, password, tenant).Failures!.ToList();

        Assert.Equal(parts.Length, problems.Count);
        Assert.All(parts.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER=some", "'OTEL_TRACES_SAMPLER' is 'some'", "always_on")]
    public void Validate_OtherSettings_NamesThem(string setting, params string[] parts)
    {
        var pair = setting.Split('=', 2);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [pair[0]] = pair[1] })
            .Build();

        var problem = Assert.Single(new HostSettings(configuration).Validate(null, new()).Failures!);

        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    private static ValidateOptionsResult Validate(string type, string id, string password, string tenant)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["MicrosoftAppType"] = type,
                    ["MicrosoftAppId"] = id,
                    ["MicrosoftAppPassword"] = password,
                    ["MicrosoftAppTenantId"] = tenant,
                }
            )
            .Build();
        return new HostSettings(configuration).Validate(null, new());
    }
}
