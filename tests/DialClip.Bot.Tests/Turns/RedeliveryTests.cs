using DialClip.Bot.Turns;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
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
        await HangInHostBotAsync(dead);

        await sut.SendAsIsAsync(Message());

        Assert.Equal(["host: hello"], GetSent(sut));
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
        _ = dead.SendAsIsAsync(Message());
        await asked.Task;

        await sut.SendAsIsAsync(Message());

        Assert.Single(GetSent(sut));
        Assert.Single((await sut.RecordAsync()).Impressions);
    }

    [Theory]
    [InlineData("Reply", 0)]
    [InlineData("Fallback", 1)]
    public async Task Message_WhoseProcessDiedWhileItSent_IsNotAnsweredTwice(string mode, int received)
    {
        var settings = new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode };
        await using var dead = await CreateAsync(settings);
        await using var sut = await CreateAsync(settings);
        dead.HostBot = (_, _) => Task.CompletedTask;
        await HangInSendAsync(dead);
        var calls = 0;
        sut.HostBot = (_, _) =>
        {
            calls++;
            return Task.CompletedTask;
        };

        await sut.SendAsIsAsync(Message());

        Assert.Empty(GetSent(sut));
        Assert.Equal(received, calls);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.AnswerUncertain, StringComparison.Ordinal)
        );
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
        await first.SendAsIsAsync(Message());

        await sut.SendAsIsAsync(Message());

        Assert.Single(GetSent(first));
        Assert.Empty(GetSent(sut));
    }

    [Fact]
    public async Task Message_DeliveredAgainElsewhere_IsAnsweredByOneOfTwoThatLive()
    {
        await using var slow = await CreateAsync(Fallback);
        await using var sut = await CreateAsync(Fallback);
        sut.HostBot = (_, _) => Task.CompletedTask;
        var (turn, end) = await HangInHostBotAsync(slow);

        await sut.SendAsIsAsync(Message());
        end.SetResult();
        await turn;

        Assert.Single(GetSent(sut));
        Assert.Empty(GetSent(slow));
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
        var turn = slow.SendAsIsAsync(Message());
        await asked.Task;

        await sut.SendAsIsAsync(Message());
        goOn.SetResult();
        await turn;

        Assert.Single(GetSent(sut));
        Assert.Empty(GetSent(slow));
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

        await sut.SendAsIsAsync(Message());

        Assert.Single(GetSent(sut));
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

        await sut.SendAsIsAsync(Message());

        Assert.Single(GetSent(sut));
        Assert.Equal(writes, counted.Writes);
    }

    [Fact]
    public async Task Stop_WhoseProcessDiedWhileItConfirmed_HoldsAndIsNotConfirmedTwice()
    {
        await using var dead = await CreateAsync();
        await using var sut = await CreateAsync();
        await HangInSendAsync(dead, "stop");

        await sut.SendAsIsAsync(Message("stop"));

        Assert.True((await sut.RecordAsync()).Stopped);
        Assert.Empty(GetSent(sut));
    }

    [Fact]
    public async Task Reply_WhoseProcessDiedWhileItWasSent_LeavesItsIntentionInTheLog()
    {
        await using var dead = await CreateAsync();
        await HangInSendAsync(dead);

        var cut = Assert.IsType<Intention>(Assert.Single(dead.AllEvents));

        Assert.False(cut.Withdrawn);
        Assert.NotEmpty(cut.UnitHash);
    }

    [Fact]
    public async Task Reply_IsAnnouncedBeforeItsExposure()
    {
        await using var sut = await CreateAsync();
        await sut.SendAsIsAsync(Message());

        Assert.Equal([typeof(Intention), typeof(Exposure)], sut.AllEvents.Select(item => item.GetType()));
        Assert.Single(sut.AllEvents.Select(item => item.ImpressionId).Distinct());
    }

    private Task<TurnHarness> CreateAsync(Dictionary<string, string?>? settings = null) =>
        TurnHarness.CreateAsync(settings, services => services.AddSingleton<IStorage>(storage));

    private static async Task<(Task Turn, TaskCompletionSource End)> HangInHostBotAsync(TurnHarness harness)
    {
        var (working, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.HostBot = async (_, _) =>
        {
            working.SetResult();
            await end.Task;
        };
        var turn = harness.SendAsIsAsync(Message());
        await working.Task;
        return (turn, end);
    }

    private static async Task HangInSendAsync(TurnHarness harness, string text = "hello")
    {
        var sending = new TaskCompletionSource();
        var message = Message(text);
        message.ApplyConversationReference(harness.Adapter.Conversation, isIncoming: true);
        var turn = new TurnContext(new HangingAdapter(sending), message);
        _ = harness
            .Services.GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, cancellationToken => harness.HostBot(turn, cancellationToken));
        await sending.Task;
    }

    private static Activity Message(string text = "hello") => new(ActivityTypes.Message) { Id = "m1", Text = text };

    private static List<string?> GetSent(TurnHarness harness)
    {
        var sent = new List<string?>();
        while (harness.Adapter.GetNextReply() is Activity reply)
            sent.Add(reply.Text);
        return sent;
    }

    private sealed class HangingAdapter(TaskCompletionSource sending) : BotAdapter
    {
        public override Task<ResourceResponse[]> SendActivitiesAsync(
            ITurnContext turnContext,
            Activity[] activities,
            CancellationToken cancellationToken
        )
        {
            sending.TrySetResult();
            return new TaskCompletionSource<ResourceResponse[]>().Task;
        }

        public override Task<ResourceResponse> UpdateActivityAsync(
            ITurnContext turnContext,
            Activity activity,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public override Task DeleteActivityAsync(
            ITurnContext turnContext,
            ConversationReference reference,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }

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
