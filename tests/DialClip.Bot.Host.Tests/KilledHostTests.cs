using DialClip.Benchmarks.Chaos;

namespace DialClip.Bot.Host.Tests;

/// <summary>
/// The host as a process that is killed while conversations are under way: the short form of './build.sh bench chaos'.
/// </summary>
public sealed class KilledHostTests
{
    private const int Kills = 3;
    private const int Seed = 7;

    [LinuxX64Fact]
    public async Task Kill_OnFiles_LeavesNoMessageUnansweredAndAnswersNoneTwice()
    {
        using var folder = new TemporaryFolder();

        var result = await ChaosRun.RunAsync(
            Kills,
            Seed,
            ["--DialClip:Storage:Kind", "File", "--DialClip:Storage:Path", folder.Path],
            TextWriter.Null
        );

        Assert.True(result.Passed, $"{result}");
        Assert.True(result.AnsweredByPlugin > 0, $"{result}");
    }

    [RequiresFact(Tool.Azurite)]
    public async Task Kill_OnBlobs_LeavesNoMessageUnansweredAndAnswersNoneTwice()
    {
        using var azurite = new AzuriteServer();

        var result = await ChaosRun.RunAsync(
            Kills,
            Seed,
            [
                "--DialClip:Storage:Kind",
                "Blob",
                "--DialClip:Storage:Container",
                "chaos",
                "--DialClip:Storage:ConnectionString",
                await azurite.GetConnectionStringAsync(),
            ],
            TextWriter.Null
        );

        Assert.True(result.Passed, $"{result}");
        Assert.True(result.AnsweredByPlugin > 0, $"{result}");
    }
}
