using DialClip.Bot.Replies;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Turns;

/// <summary>
/// Whatever hangs, the host bot is called within the documented sum, and the turn ends within the other.
/// </summary>
public sealed class TurnTimeoutsTests
{
    private static readonly TurnTimeouts Limits = new();

    private readonly ObservableTime time = new();
    private readonly HangingStorage storage = new() { Hangs = false };
    private readonly TaskCompletionSource<TimeSpan> called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void Sums_OfTheDefaults_AreBelowTheChannelsTimeLimit()
    {
        Assert.Equal(TimeSpan.FromSeconds(11), Limits.LongestBeforeHostBot);
        Assert.Equal(TimeSpan.FromSeconds(5), Limits.LongestAfterHostBot);
        Assert.Equal(TimeSpan.FromSeconds(13), Limits.LongestAfterHostBotThatSpeaksFirst);
        Assert.Equal(TimeSpan.FromSeconds(10), Limits.LongestBeforeHostBotOfOtherActivities);
    }

    [Theory]
    [InlineData("Turn", "00:00:12", "'Begin' and 'Turn' are 00:00:15 together, expected at most 00:00:14")]
    [InlineData("StorageChange", "00:00:08", "'StorageChange' is 00:00:08, expected at most 00:00:07")]
    public async Task Settings_SumBeyondTheChannelsTimeLimit_AreRefused(string name, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            CreateSutAsync(new() { [$"DialClip:Timeouts:{name}"] = value })
        );

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostBot_StorageHangs_IsCalledAfterTheTimeoutOfBeginning()
    {
        await using var sut = await CreateSutAsync();
        storage.Hangs = true;

        var turn = sut.SendAsIsAsync(Message("m1"));
        await PassAsync(Limits.Begin);

        Assert.Equal(Limits.Begin, await CalledAsync());
        // The turn's end saves what was said, as long as that may take.
        await PassAsync(Limits.Save);
        await EndAsync(turn);
    }

    [Fact]
    public async Task HostBot_ModelHangs_IsCalledWhenTheBudgetIsSpent()
    {
        await using var sut = await CreateSutAsync();
        // It ignores its token.
        sut.Model.BeforeAnswer = _ => new TaskCompletionSource().Task;

        var turn = sut.SendAsIsAsync(Message("m1"));
        await PassAsync(Limits.Turn);

        Assert.Equal(Limits.Turn, await CalledAsync());
        await EndAsync(turn);
    }

    [Fact]
    public async Task HostBot_PicturesAndThenTheModelHang_IsCalledWhenTheBudgetIsSpent()
    {
        await using var sut = await CreateSutAsync(
            new() { ["DialClip:Attachments:AllowedHosts:0"] = "pictures.example" },
            services => services.AddSingleton<IHttpClientFactory>(new HangingClients())
        );
        var asked = new TaskCompletionSource();
        sut.Model.BeforeAnswer = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource().Task;
        };
        var message = Message("m1");
        message.Attachments = [new Attachment("image/png", "https://pictures.example/a.png")];

        var turn = sut.SendAsIsAsync(message);
        await PassAsync(Limits.PictureFetch);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        time.Advance(Limits.Turn - Limits.PictureFetch);

        Assert.Equal(Limits.Turn, await CalledAsync());
        await EndAsync(turn);
    }

    [Fact]
    public async Task HostBot_QueueAndThenTheStorageHang_IsCalledAfterTheDocumentedSum()
    {
        await using var sut = await CreateSutAsync();
        // The plugin's reply to the first message is never sent, so the first turn keeps the queue.
        var sending = new TaskCompletionSource();
        var first = SendWithHandlerAsync(sut, Message("m0"), sending);
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(60));
        storage.Hangs = true;
        await NextTimerAsync(Limits.Turn);

        var turn = sut.SendAsIsAsync(Message("m1"));
        await PassAsync(Limits.Turn);
        await PassAsync(Limits.Begin);

        Assert.Equal(Limits.LongestBeforeHostBot, await CalledAsync());
        await PassAsync(Limits.Save);
        await EndAsync(turn);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.ConversationBusy, StringComparison.Ordinal)
        );
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task Turn_EncodingAndThenTheStorageHang_EndsAfterTheDocumentedSum()
    {
        await using var sut = await CreateSutAsync();
        sut.Model.Pictures = [];
        var hostBot = sut.HostBot;
        sut.HostBot = async (turn, cancellationToken) =>
        {
            await sut.DefaultHostBot(turn, cancellationToken);
            await hostBot(turn, cancellationToken);
        };
        sut.Model.BeforeEncoding = _ =>
        {
            storage.Hangs = true;
            return new TaskCompletionSource().Task;
        };

        var turn = sut.SendAsIsAsync(Message("m1"));
        Assert.Equal(TimeSpan.Zero, await CalledAsync());
        var before = time.GetTimestamp();
        await PassAsync(Limits.Encode);
        await PassAsync(Limits.Save);
        await EndAsync(turn);

        Assert.Equal(Limits.LongestAfterHostBot, time.GetElapsedTime(before));
    }

    [Theory]
    [InlineData("Fallback")]
    [InlineData("Observe")]
    public async Task Turn_ModelEncodingAndStorageHangAfterTheHostBot_EndsAfterTheDocumentedSum(string mode)
    {
        await using var sut = await CreateSutAsync(new() { ["DialClip:Replies:Mode"] = mode });
        var (asked, answer, nearlyAll) = (new TaskCompletionSource(), new TaskCompletionSource(), Limits.Turn * 0.99);
        sut.Model.BeforeAnswer = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        sut.Model.BeforeEncoding = _ =>
        {
            storage.Hangs = true;
            return new TaskCompletionSource().Task;
        };
        // Something to save.
        var hostBot = sut.HostBot;
        if (mode == "Observe")
            sut.HostBot = async (turn, cancellationToken) =>
            {
                await sut.DefaultHostBot(turn, cancellationToken);
                await hostBot(turn, cancellationToken);
            };

        var turn = sut.SendAsIsAsync(Message("m1"));
        Assert.Equal(TimeSpan.Zero, await CalledAsync());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var before = time.GetTimestamp();
        time.Advance(nearlyAll);
        answer.SetResult();
        await PassAsync(Limits.Encode);
        await PassAsync(Limits.Save);
        await EndAsync(turn);

        Assert.Equal(nearlyAll + Limits.Encode + Limits.Save, time.GetElapsedTime(before));
        Assert.InRange(time.GetElapsedTime(before), TimeSpan.Zero, Limits.LongestAfterHostBotThatSpeaksFirst);
    }

    // What was spent before the host bot is not spent again; the host bot's own time does not count.
    [Fact]
    public async Task Fallback_GateAndThenTheModelHang_GivesUpWhenTheRestOfTheBudgetIsSpent()
    {
        var (spent, gate) = (TimeSpan.FromSeconds(3), new TaskCompletionSource<ReplyMode>());
        await using var sut = await CreateSutAsync(
            new() { ["DialClip:Replies:Mode"] = "Fallback" },
            services => services.AddSingleton<IReplyGate>(new SlowGate(gate.Task))
        );
        sut.HostBot = (_, _) =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };
        sut.Model.BeforeAnswer = _ => new TaskCompletionSource().Task;

        var turn = sut.SendAsIsAsync(Message("m1"));
        await NextTimerAsync(Limits.Turn);
        time.Advance(spent);
        gate.SetResult(ReplyMode.Fallback);
        await PassAsync(Limits.Turn - spent);
        await EndAsync(turn);

        FallbackTests.AssertLogged(sut, TurnReasons.BudgetSpent);
    }

    [Fact]
    public async Task OtherActivity_TurnAndStorageHang_HostBotIsCalledAfterTheDocumentedSum()
    {
        await using var sut = await CreateSutAsync();
        var sending = new TaskCompletionSource();
        var first = SendWithHandlerAsync(sut, Message("m0"), sending);
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var reaction = new Activity(ActivityTypes.MessageReaction)
        {
            ReplyToId = "some",
            ReactionsAdded = [new MessageReaction("like")],
        };
        // It waits for the turn, whose impression it may name, and then meets a storage that hangs.
        storage.HangsAfter = storage.Uses + 1;
        var turn = sut.SendAsIsAsync(reaction);
        // The first operation's timer, which is not needed.
        await NextTimerAsync(Limits.StorageChange);
        await PassAsync(Limits.StorageChange);
        await PassAsync(Limits.StorageChange);

        Assert.Equal(Limits.LongestBeforeHostBotOfOtherActivities, await CalledAsync());
        await EndAsync(turn);
        Assert.False(first.IsCompleted);
    }

    private async Task<TurnHarness> CreateSutAsync(
        Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? register = null
    )
    {
        var sut = await TurnHarness.CreateAsync(
            settings,
            services =>
            {
                services.AddSingleton<TimeProvider>(time).AddSingleton<IStorage>(storage);
                register?.Invoke(services);
            }
        );
        var started = time.GetTimestamp();
        sut.HostBot = (_, _) =>
        {
            called.TrySetResult(time.GetElapsedTime(started));
            return Task.CompletedTask;
        };
        return sut;
    }

    // Runs a turn in which sending never ends.
    private static async Task SendWithHandlerAsync(TurnHarness sut, Activity message, TaskCompletionSource sending)
    {
        message.ApplyConversationReference(sut.Adapter.Conversation, isIncoming: true);
        using var turn = new TurnContext(sut.Adapter, message);
        turn.OnSendActivities(
            async (_, _, _) =>
            {
                sending.SetResult();
                await new TaskCompletionSource().Task;
                return [];
            }
        );
        await sut
            .Services.GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, cancellationToken => sut.HostBot(turn, cancellationToken));
    }

    // Waits until the product waits for a time, and lets it pass.
    private async Task PassAsync(TimeSpan limit)
    {
        await NextTimerAsync(limit);
        time.Advance(limit);
    }

    private async Task NextTimerAsync(TimeSpan limit)
    {
        while (await time.NextTimerAsync() != limit)
        {
            // Another limit's timer.
        }
    }

    private Task<TimeSpan> CalledAsync() => called.Task.WaitAsync(TimeSpan.FromSeconds(60));

    private static Task EndAsync(Task turn) => turn.WaitAsync(TimeSpan.FromSeconds(60));

    private static Activity Message(string id) => new(ActivityTypes.Message) { Id = id, Text = "hello" };

    private sealed class SlowGate(Task<ReplyMode> answer) : IReplyGate
    {
        public async ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => await answer;
    }

    private sealed class HangingClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new HangingHandler());
    }

    private sealed class HangingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.Delay(Timeout.Infinite, cancellationToken)
                .ContinueWith<HttpResponseMessage>(
                    _ => throw new OperationCanceledException(cancellationToken),
                    TaskScheduler.Default
                );
    }
}
