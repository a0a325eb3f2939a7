using DialClip.Bot.Storage;
using Microsoft.Bot.Builder;
using Xunit.Abstractions;

namespace DialClip.Bot.Tests.Storage;

/// <summary>Writers that share nothing but the storage, as processes do, write turns of one conversation at once; none is lost.</summary>
public sealed class ConcurrentWritersTests(AzuriteServer azurite, ITestOutputHelper output)
    : IClassFixture<AzuriteServer>,
        IDisposable
{
    private const int Writers = 8;
    private const int Turns = 4;

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Change_EightWritersOverMemoryStorage_LosesNoTurn()
    {
        var storage = new MemoryStorage();

        await LosesNoTurnAsync(() => storage);
    }

    [Fact]
    public Task Change_EightWritersOverFileStorage_LosesNoTurn() =>
        LosesNoTurnAsync(() => new FileStorage(temporary.At("state"), TimeSpan.FromMinutes(1)));

    [RequiresFact(Tool.Azurite)]
    public async Task Change_EightWritersOverBlobStorage_LosesNoTurn()
    {
        var options = await AzuriteStorage.NewOptionsAsync(azurite);

        await LosesNoTurnAsync(() => AzuriteStorage.Open(options));
    }

    [Fact]
    public async Task Change_TwoProcessesOverFileStorage_LosesNoTurn()
    {
        await using var one = WriterProcess.Start("write", temporary.At("state"), "0", "50");
        await using var other = WriterProcess.Start("write", temporary.At("state"), "1", "50");
        await Task.WhenAll(one.WaitUntilReadyAsync(), other.WaitUntilReadyAsync());

        one.Go();
        other.Go();

        Assert.Equal(["", ""], await Task.WhenAll(one.EndAsync(), other.EndAsync()));
        await AssertAllThereAsync(new FileStorage(temporary.At("state")), 2, 50);
    }

    [Fact]
    public async Task Write_ProcessDiesHoldingTheLock_TheNextOneGoesOn()
    {
        await new FileStorage(temporary.At("state")).WriteAsync(Note.At("key", "text"), default);
        var lockFile = Directory.GetFiles(temporary.At("state"), ".lock", SearchOption.AllDirectories).Single();
        await using var holder = WriterProcess.Start("hold", lockFile);
        await holder.WaitUntilReadyAsync();

        await Assert.ThrowsAsync<IOException>(() =>
            new FileStorage(temporary.At("state"), TimeSpan.Zero).WriteAsync(Note.At("key", "hurried", "*"), default)
        );
        await holder.DisposeAsync();
        await new FileStorage(temporary.At("state")).WriteAsync(Note.At("key", "afterwards", "*"), default);

        Assert.Equal("afterwards", (await Note.ReadAsync(new FileStorage(temporary.At("state")), "key"))!.Text);
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
        var found = await TurnWriter.ReadAsync(storage);

        for (var writer = 0; writer < writers; writer++)
            Assert.Equal(
                TurnWriter.Texts(writer, turns),
                found.Where(text => text.StartsWith($"{writer}.", StringComparison.Ordinal))
            );
        Assert.Equal(writers * turns, found.Count);
    }
}
