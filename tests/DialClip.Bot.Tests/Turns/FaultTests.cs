using DialClip.Bot.Replies;
using DialClip.Bot.Turns;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Failures around a turn: the message is answered once, and the history stays right.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Retry_AfterTheHostBotFailed_IsNoDuplicate()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var received = 0;
        sut.Model.Pictures = [];
        sut.HostBot = (_, _) => ++received == 1 ? throw new TimeoutException() : Task.CompletedTask;
        await Assert.ThrowsAsync<TimeoutException>(() => sut.SendAsIsAsync(Message("m1", "hello")));

        await sut.SendAsIsAsync(Message("m1", "hello"));

        Assert.Equal(2, received);
        Assert.Equal("hello", Assert.Single((await sut.RecordAsync()).Turns).Text);
    }

    [Fact]
    public async Task Duplicate_OfATurnThatTakesAllItsTime_DoesNotReachTheHostBot()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Timeouts:Turn"] = "00:00:00.2" }
        );
        var (received, working, ended) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        sut.Model.Pictures = [];
        sut.HostBot = async (_, _) =>
        {
            received++;
            working.SetResult();
            await ended.Task;
        };
        var first = sut.SendAsIsAsync(Message("m1", "hello"));
        await working.Task;

        await sut.SendAsIsAsync(Message("m1", "hello"));
        ended.SetResult();
        await first;

        Assert.Equal(1, received);
    }

    [Fact]
    public async Task Memory_EncodingNeverEnds_KeepsTurnsAndImpressionsAllTheSame()
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.BeforeEncoding = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);

        await sut.SayAsync("hello");

        var record = await sut.RecordAsync();
        Assert.Equal(["hello", null], record.Turns.Select(turn => turn.Text));
        Assert.All(record.Turns, turn => Assert.Null(turn.Feature));
        Assert.Single(record.Impressions);
    }

    [Fact]
    public async Task Feedback_WhileTheTurnIsStillRunning_IsRecorded()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = "Suggest" }
        );
        var (sent, ended) = (new TaskCompletionSource<string>(), new TaskCompletionSource());
        sut.HostBot = async (turn, cancellationToken) =>
        {
            if (turn.Activity.Type != ActivityTypes.Message)
                return;
            sent.SetResult(
                (await turn.SendActivityAsync(turn.GetDialClipSuggestions()!.CreateReply(), cancellationToken)).Id
            );
            await ended.Task;
        };
        var turn = sut.SendAsIsAsync(Message("m1", "hello"));
        var reply = await sent.Task;

        var click = sut.SendAsIsAsync(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = reply,
                ReactionsAdded = [new MessageReaction("like")],
            }
        );
        Assert.False(click.IsCompleted);
        ended.SetResult();
        await Task.WhenAll(turn, click);

        Assert.True(Assert.Single(sut.Events.OfType<Feedback>()).Liked);
    }

    [Fact]
    public async Task Stop_ThatCannotBeKept_IsNotPromised()
    {
        await using var sut = await TurnHarness.CreateAsync(register: services =>
            services.AddSingleton<IStorage>(new ReadOnlyStorage())
        );

        Assert.Equal("host: stop", Assert.Single(await sut.SayAsync("stop")).Text);

        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.RecordFailed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Reply_KeptBackByAnEarlierHandler_LeavesTheWordToTheHostBot()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = Message("m1", "hello");
        message.ApplyConversationReference(sut.Adapter.Conversation, isIncoming: true);
        using var turn = new TurnContext(sut.Adapter, message);
        turn.OnSendActivities(
            (_, activities, next) =>
                activities.Any(activity => activity.Attachments?.Count > 0)
                    ? Task.FromResult(Array.Empty<ResourceResponse>())
                    : next()
        );

        await sut
            .Services.GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, cancellationToken => sut.HostBot(turn, cancellationToken));

        Assert.Equal("host: hello", ((Activity)sut.Adapter.GetNextReply()).Text);
        Assert.Equal([false, true], sut.AllEvents.Select(item => Assert.IsType<Intention>(item).Withdrawn));
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.ReplyHeldBack, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Suggestion_KeptBackByALaterHandler_IsNoExposureAndNotCutOff()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = "Suggest" }
        );
        sut.HostBot = (turn, cancellationToken) =>
        {
            turn.OnSendActivities((_, _, _) => Task.FromResult(Array.Empty<ResourceResponse>()));
            return turn.SendActivityAsync(turn.GetDialClipSuggestions()!.CreateReply(), cancellationToken);
        };

        await sut.SayAsync("hello");

        Assert.Equal([false, true], sut.AllEvents.Select(item => Assert.IsType<Intention>(item).Withdrawn));
    }

    [Fact]
    public async Task HostBot_ChangesAndDeletesItsOwnMessages_MemoryFollows()
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.Pictures = [];
        sut.HostBot = async (turn, cancellationToken) =>
        {
            var changed = await turn.SendActivityAsync(MessageFactory.Text("one"), cancellationToken);
            var deleted = await turn.SendActivityAsync(MessageFactory.Text("secret"), cancellationToken);
            await turn.UpdateActivityAsync(
                new Activity(ActivityTypes.Message) { Id = changed.Id, Text = "two" },
                cancellationToken
            );
            await turn.DeleteActivityAsync(deleted.Id, cancellationToken);
        };

        await sut.SayAsync("hello");

        Assert.Equal(["hello", "two"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task HostBot_AnswersWithACard_ItsWordsAreRemembered()
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.Pictures = [];
        sut.HostBot = (turn, cancellationToken) =>
            turn.SendActivityAsync(
                MessageFactory.Attachment(new HeroCard("Open today", text: "from nine to five").ToAttachment()),
                cancellationToken
            );

        await sut.SayAsync("hello");

        Assert.Equal("Open today. from nine to five", (await sut.RecordAsync()).Turns[^1].Text);
    }

    [Fact]
    public async Task GateClosed_MessageWithAPicture_IsNotFetched()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Attachments:AllowedHosts:0"] = "pictures.example" },
            services =>
                services.AddSingleton<IReplyGate>(new Closed()).AddSingleton<IHttpClientFactory>(new NoClients())
        );

        await sut.SendAsync(
            new Activity(ActivityTypes.Message)
            {
                Text = "my passport",
                Attachments = [new Attachment("image/png", "https://pictures.example/a.png")],
            }
        );

        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.GateClosed, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.TurnFailed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Gate_ThatNeverAnswers_DoesNotHoldTheMessage()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Timeouts:Turn"] = "00:00:00.2" },
            services => services.AddSingleton<IReplyGate>(new Asleep())
        );

        Assert.Equal("host: hello", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.BudgetSpent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Message_WithMentionsWithoutEnd_IsCutBeforeTheyAreLookedFor()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = Message("m1", new string('a', 200_000));
        message.Entities =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(number => new Entity("mention")
                {
                    Properties = new Newtonsoft.Json.Linq.JObject
                    {
                        ["mentioned"] = new Newtonsoft.Json.Linq.JObject { ["id"] = sut.Adapter.Conversation.Bot.Id },
                        ["text"] = new string('a', 300) + "b",
                    },
                }),
        ];

        await sut.SendAsIsAsync(message);

        Assert.Equal(2000, (await sut.RecordAsync()).Turns[0].Text!.Length);
    }

    private static Activity Message(string id, string text) => new(ActivityTypes.Message) { Id = id, Text = text };

    private sealed class Closed : IReplyGate
    {
        public ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(ReplyMode.Off);
    }

    private sealed class Asleep : IReplyGate
    {
        public ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => new(new TaskCompletionSource<ReplyMode>().Task);
    }

    private sealed class NoClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => throw new NotSupportedException("There are no clients.");
    }

    // Can be read, and takes nothing.
    private sealed class ReadOnlyStorage : IStorage
    {
        private readonly MemoryStorage inner = new();

        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => inner.ReadAsync(keys, cancellationToken);

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            throw new IOException("The storage is full.");

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(keys, cancellationToken);
    }
}
