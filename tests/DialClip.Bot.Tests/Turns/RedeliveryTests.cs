using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>
/// Messages that were under way when a process died, and are delivered again to another one: each is answered once. A
/// process that died is one whose turn never goes on.
/// </summary>
public sealed class RedeliveryTests
{
    private static readonly Dictionary<string, string?> Fallback = new() { ["DialClip:Replies:Mode"] = "Fallback" };

    private readonly MemoryStorage storage = new();

    [Fact]
    public async Task Message_WhoseProcessDiedInTheHostBot_ReachesTheHostBotAgain()
    {
        await using var dead = await CreateAsync();
        await using var sut = await CreateAsync();
        dead.Model.Pictures = sut.Model.Pictures = [];
        await DeadProcess.HangInHostBotAsync(dead);

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Equal(["host: hello"], DeadProcess.GetSent(sut));
        Assert.Equal(["hello", "host: hello"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
        Assert.Null((await sut.RecordAsync()).Claims);
    }

    [Fact]
    public async Task Message_WhoseProcessDiedWhileItLookedForAnAnswer_IsAnswered()
    {
        await using var dead = await CreateAsync();
        await using var sut = await CreateAsync();
        var asked = new TaskCompletionSource();
        dead.Model.BeforeAnswer = _ =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        _ = dead.SendAsIsAsync(DeadProcess.Message());
        await asked.Task;

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Single((await sut.RecordAsync()).Impressions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_ThatWasAnswered_IsDroppedByAnotherProcess(bool byPlugin)
    {
        await using var first = await CreateAsync();
        await using var sut = await CreateAsync();
        if (!byPlugin)
            first.Model.Pictures = [];
        await first.SendAsIsAsync(DeadProcess.Message());

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Single(DeadProcess.GetSent(first));
        Assert.Empty(DeadProcess.GetSent(sut));
    }

    [Fact]
    public async Task Message_DeliveredAgainElsewhere_IsAnsweredByOneOfTwoThatLive()
    {
        await using var slow = await CreateAsync(Fallback);
        await using var sut = await CreateAsync(Fallback);
        sut.HostBot = (_, _) => Task.CompletedTask;
        var (turn, end) = await DeadProcess.HangInHostBotAsync(slow);

        await sut.SendAsIsAsync(DeadProcess.Message());
        end.SetResult();
        await turn;

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Empty(DeadProcess.GetSent(slow));
    }

    [Fact]
    public async Task Message_InTwoProcessesAtOnce_IsAnsweredByTheFirstThatSends()
    {
        await using var slow = await CreateAsync();
        await using var sut = await CreateAsync();
        var (asked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        slow.Model.BeforeAnswer = _ =>
        {
            asked.TrySetResult();
            return goOn.Task;
        };
        var turn = slow.SendAsIsAsync(DeadProcess.Message());
        await asked.Task;

        await sut.SendAsIsAsync(DeadProcess.Message());
        goOn.SetResult();
        await turn;

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Empty(DeadProcess.GetSent(slow));
        Assert.Single((await sut.RecordAsync()).Impressions);
    }

    [Theory]
    [InlineData("Reply")]
    [InlineData("Fallback")]
    public async Task Message_WhoseClaimIsWrittenTwice_IsNoDuplicateOfItself(string mode)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            services => services.AddSingleton<IStorage>(new LostResponses(storage))
        );
        sut.HostBot = (_, _) => Task.CompletedTask;

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Null((await sut.RecordAsync()).Claims);
    }

    [Theory]
    [InlineData("Reply", true, 2)]
    [InlineData("Reply", false, 2)]
    [InlineData("Fallback", true, 3)]
    [InlineData("Fallback", false, 2)]
    public async Task Turn_WritesItsRecord_NoMoreThanNeeded(string mode, bool byPlugin, int writes)
    {
        var counted = new LostResponses(storage) { Loses = false };
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            services => services.AddSingleton<IStorage>(counted)
        );
        if (byPlugin)
            sut.HostBot = (_, _) => Task.CompletedTask;
        else
            sut.Model.Pictures = [];

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Equal(writes, counted.Writes);
    }

    [Fact]
    public async Task Reply_WhoseProcessDiedWhileItWasSent_LeavesItsIntentionInTheLog()
    {
        await using var dead = await CreateAsync();
        await DeadProcess.HangInSendAsync(dead);

        var cut = Assert.IsType<Intention>(Assert.Single(dead.AllEvents));

        Assert.False(cut.Withdrawn);
        Assert.NotEmpty(cut.UnitHash);
    }

    [Fact]
    public async Task Reply_IsAnnouncedBeforeItsExposure()
    {
        await using var sut = await CreateAsync();
        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Equal([typeof(Intention), typeof(Exposure)], sut.AllEvents.Select(item => item.GetType()));
        Assert.Single(sut.AllEvents.Select(item => item.ImpressionId).Distinct());
    }

    private Task<TurnHarness> CreateAsync(Dictionary<string, string?>? settings = null) =>
        TurnHarness.CreateAsync(settings, services => services.AddSingleton<IStorage>(storage));

    // Stores what it is given and says that another writer was first, as a client does that repeats a request whose
    // response was lost.
    private sealed class LostResponses(IStorage inner) : IStorage
    {
        public bool Loses { get; init; } = true;

        public int Writes { get; private set; }

        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => inner.ReadAsync(keys, cancellationToken);

        public async Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(changes, cancellationToken);
            if (++Writes == 1 && Loses)
                throw new InvalidOperationException("Etag conflict.");
        }

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(keys, cancellationToken);
    }
}
