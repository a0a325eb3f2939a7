using DialClip.Testing.Storage;
using Microsoft.Bot.Builder;
using Xunit.Abstractions;

namespace DialClip.Bot.Tests.Storage;

/// <summary>
/// Writers that share nothing but the storage, as processes do, write turns of one conversation at once; none is lost.
/// </summary>
public sealed class ConcurrentWritersTests(ITestOutputHelper output)
{
    private const int Writers = 8;
    private const int Turns = 4;

    [Fact]
    public async Task Change_EightWritersOverMemoryStorage_LosesNoTurn()
    {
        var storage = new MemoryStorage();

        await LosesNoTurnAsync(() => storage);
    }

    private async Task LosesNoTurnAsync(Func<IStorage> open)
    {
        var meeting = new MeetingStorage.Meeting(Writers);

        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(() => TurnWriter.WriteAsync(new MeetingStorage(open(), meeting), writer, Turns))
                )
        );

        output.WriteLine($"Attempts for one change, at most: {attempts.Max()}.");
        // They did meet, or this shows nothing.
        Assert.True(attempts.Max() > 1);
        await AssertAllThereAsync(open(), Writers, Turns);
    }

    private static async Task AssertAllThereAsync(IStorage storage, int writers, int turns)
    {
        var texts = await TurnWriter.ReadAsync(storage);

        for (var writer = 0; writer < writers; writer++)
            Assert.Equal(
                TurnWriter.Texts(writer, turns),
                texts.Where(text => text.StartsWith($"{writer}.", StringComparison.Ordinal))
            );
        Assert.Equal(writers * turns, texts.Count);
    }
}
