using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Storage.Blobs.Tests;

public sealed class BlobStorageOptionsTests
{
    [Theory]
    [InlineData("https://a.blob.core.windows.net/state", null, null)]
    [InlineData("state", "UseDevelopmentStorage=true", null)]
    [InlineData(null, null, "'Container' is empty")]
    [InlineData("state", null, "expected an https address")]
    [InlineData("https://a.blob.core.windows.net/state", "UseDevelopmentStorage=true", "expected a container's name")]
    [InlineData("state", "AccountKey=hunter2", "'ConnectionString' cannot be read")]
    public void Validate_Settings_ExplainsWhatDoesNotFit(string? container, string? connectionString, string? expected)
    {
        var problems = new BlobStorageOptions { Container = container, ConnectionString = connectionString }
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
                    ["DialClip:Storage:ConnectionString"] = "hunter2",
                    ["DialClip:Storage:Retries"] = "99",
                    ["DialClip:Storage:AttemptTimeout"] = "1.00:00:00",
                    ["DialClip:Storage:RetryDelay"] = "soon",
                    ["DialClip:Storage:Folder"] = "state",
                }
            )
            .Build();
        var services = new ServiceCollection()
            .AddDialClipBlobStorage(configuration.GetSection("DialClip:Storage"))
            .BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IOptions<BlobStorageOptions>>().Value
        );

        foreach (
            var name in new[] { "Retries", "AttemptTimeout", "RetryDelay", "Folder", "Container", "ConnectionString" }
        )
            Assert.Contains($"'DialClip:Storage:{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, error.Failures.Count());
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
