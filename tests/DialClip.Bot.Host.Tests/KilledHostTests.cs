using DialClip.Benchmarks.Chaos;

namespace DialClip.Bot.Host.Tests;

/// <summary>
/// The host as a process that is killed while conversations are under way: the short form of './build.sh bench chaos',
/// with a channel that shows a reply that is sent again once.
/// </summary>
public sealed class KilledHostTests
{
    private const int Kills = 3;
    private const int Seed = 7;

    [LinuxX64Fact]
    public Task Kill_OnFiles_LeavesNoMessageUnansweredAndAnswersNoneTwice() => CheckAsync("File");

    [RequiresFact(Tool.Azurite)]
    public Task Kill_OnBlobs_LeavesNoMessageUnansweredAndAnswersNoneTwice() => CheckAsync("Blob");

    [LinuxX64Fact]
    public Task Kill_InMemory_LeavesNoMessageUnanswered() => CheckAsync("Memory");

    private static async Task CheckAsync(string storage)
    {
        var conditions = new ChaosCase(Kills, Seed, storage, KeepsReplyIds: true);

        var result = await ChaosRun.RunAsync(conditions, TextWriter.Null);

        Assert.Empty(conditions.FindFaults(result));
        Assert.True(storage == "Memory" || (result.Unanswered, result.AnsweredTwice) == (0, 0), $"{result}");
    }
}
