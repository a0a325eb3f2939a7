using DialClip.Bot.Tests.Bot;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Tests.Health;

public sealed class ExperimentHealthCheckTests
{
    [Theory]
    [InlineData(false, HealthStatus.Healthy)]
    [InlineData(true, HealthStatus.Unhealthy)]
    public async Task Check_FolderOfTheLogIsAFile_IsUnhealthy(bool isBlocked, HealthStatus status)
    {
        using var folder = new TemporaryFolder();
        var log = Path.Combine(folder.Path, "log");
        if (isBlocked)
            await File.WriteAllTextAsync(log, "no folder");
        await using var sut = await BotHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Experiments:Log"] = Path.Combine(log, "events.jsonl") },
            services => services.AddHealthChecks().AddDialClip()
        );

        var report = await sut.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(status, report.Entries["dialclip-experiments"].Status);
        Assert.DoesNotContain(folder.Path, report.Entries["dialclip-experiments"].Description);
        Assert.Equal(HealthStatus.Healthy, report.Entries["dialclip-storage"].Status);
    }
}
