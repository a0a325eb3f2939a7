using DialClip.Bot.Storage;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Storage;

public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData(StorageKind.Host, null, null, "", null)]
    [InlineData(StorageKind.Memory, null, null, "", null)]
    [InlineData(StorageKind.File, null, null, "state", null)]
    [InlineData(StorageKind.File, null, null, " ", "'Path' is empty")]
    [InlineData(StorageKind.Blob, "https://a.blob.core.windows.net/state", null, "", null)]
    [InlineData(StorageKind.Blob, "state", "UseDevelopmentStorage=true", "", null)]
    [InlineData(StorageKind.Blob, null, null, "", "'Container' is empty")]
    [InlineData(StorageKind.Blob, "state", null, "", "expected an https address")]
    [InlineData(
        StorageKind.Blob,
        "https://a.blob.core.windows.net/state",
        "UseDevelopmentStorage=true",
        "",
        "expected a container's name"
    )]
    [InlineData(StorageKind.Blob, "state", "AccountKey=hunter2", "", "'ConnectionString' cannot be read")]
    public void Validate_Settings_ExplainsWhatDoesNotFit(
        StorageKind kind,
        string? container,
        string? connectionString,
        string path,
        string? expected
    )
    {
        var problems = new StorageOptions
        {
            Kind = kind,
            Container = container,
            ConnectionString = connectionString,
            Path = path,
        }
            .Validate(new("anything"))
            .Select(problem => problem.ErrorMessage!)
            .ToList();

        if (expected is null)
            Assert.Empty(problems);
        else
            Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
        Assert.All(problems, problem => Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_SeveralAreWrong_AreNamedAtOnce()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["DialClip:Storage:Kind"] = "Blob",
                    ["DialClip:Storage:ConnectionString"] = "hunter2",
                    ["DialClip:Storage:Retries"] = "99",
                    ["DialClip:Storage:AttemptTimeout"] = "1.00:00:00",
                    ["DialClip:Storage:RetryDelay"] = "soon",
                    ["DialClip:Storage:Folder"] = "state",
                }
            )
            .Build();
        var services = new ServiceCollection()
            .AddValidatedOptions<StorageOptions>(configuration.GetSection("DialClip:Storage"))
            .BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IOptions<StorageOptions>>().Value
        );

        foreach (
            var name in new[] { "Retries", "AttemptTimeout", "RetryDelay", "Folder", "Container", "ConnectionString" }
        )
            Assert.Contains($"'DialClip:Storage:{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, error.Failures.Count());
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
