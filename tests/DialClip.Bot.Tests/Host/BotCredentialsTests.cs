using DialClip.Bot.Host;
using Microsoft.Extensions.Configuration;

namespace DialClip.Bot.Tests.Host;

public sealed class BotCredentialsTests
{
    private const string Guid = "11111111-1111-1111-1111-111111111111";

    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("", Guid, "secret", "")]
    [InlineData("MultiTenant", Guid, "secret", "")]
    [InlineData("SingleTenant", Guid, "secret", "contoso.onmicrosoft.com")]
    [InlineData("userAssignedMsi", Guid, "", Guid)]
    public void Require_SettingsThatSignIn_AreTaken(string type, string id, string password, string tenant) =>
        BotCredentials.Require(Settings(type, id, password, tenant));

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
    public void Require_SettingsThatCannotSignIn_AreAllNamed(
        string type,
        string id,
        string password,
        string tenant,
        params string[] parts
    )
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            BotCredentials.Require(Settings(type, id, password, tenant))
        );

        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(parts.Length, error.Message.Split("'MicrosoftApp").Length - 1);
    }

    private static IConfigurationRoot Settings(string type, string id, string password, string tenant) =>
        new ConfigurationBuilder()
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
}
