using DialClip.Bot.Replies;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Turns;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Mode Fallback: the host bot speaks first, and the plugin answers only what it left unanswered.</summary>
public sealed class FallbackTests
{
    [Fact]
    public void Mode_ByDefault_IsFallback() => Assert.Equal(ReplyMode.Fallback, new ReplyOptions().Mode);

    [Fact]
    public async Task HostBot_SaysNothing_ThePluginAnswersAndItCounts()
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Single(sent.Attachments);
        Assert.Equal("best", Assert.IsType<Exposure>(Assert.Single(sut.Events)).ItemId);
        var record = await sut.RecordAsync();
        Assert.Equal(["hello", null], record.Turns.Select(turn => turn.Text));
        Assert.Equal("best", Assert.Single(record.Impressions).ItemId);
    }

    public static TheoryData<string> Answers => [.. HostBots.Keys];

    private static readonly Dictionary<string, BotCallbackHandler> HostBots = new()
    {
        ["message"] = (turn, token) => turn.SendActivityAsync(MessageFactory.Text("mine"), token),
        ["event"] = (turn, token) => turn.SendActivityAsync(new Activity(ActivityTypes.Event) { Name = "x" }, token),
        ["end"] = (turn, token) => turn.SendActivityAsync(new Activity(ActivityTypes.EndOfConversation), token),
        ["update"] = (turn, token) =>
            turn.UpdateActivityAsync(new Activity(ActivityTypes.Message) { Id = "card", Text = "new" }, token),
        ["delete"] = (turn, token) => turn.DeleteActivityAsync("card", token),
        ["held back"] = async (turn, token) =>
        {
            turn.OnSendActivities((_, _, _) => Task.FromResult(Array.Empty<ResourceResponse>()));
            await turn.SendActivityAsync(MessageFactory.Text("blast!"), token);
        },
        ["fails"] = async (turn, token) =>
        {
            turn.OnSendActivities((_, _, _) => throw new TimeoutException());
            await Assert.ThrowsAsync<TimeoutException>(() => turn.SendActivityAsync("mine", cancellationToken: token));
        },
        ["later"] = (turn, _) =>
        {
            turn.AnswerLater();
            return Task.CompletedTask;
        },
        ["proactively"] = (turn, token) =>
            turn.Adapter.ContinueConversationAsync(
                "",
                turn.Activity.GetConversationReference(),
                (other, otherToken) => other.SendActivityAsync("mine", cancellationToken: otherToken),
                token
            ),
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task HostBot_AnswersInAnyWay_ThePluginIsNotAsked(string way)
    {
        await using var sut = await CreateSutAsync(HostBots[way]);

        var sent = await sut.SayAsync("hello");

        Assert.DoesNotContain(sent, activity => activity.Attachments?.Count > 0);
        Assert.Empty(sut.Model.Requests);
        AssertLogged(sut, way == "later" ? TurnReasons.AnsweredLater : TurnReasons.HostBotAnswered);
    }

    [Theory]
    [InlineData(ActivityTypes.Typing)]
    [InlineData(ActivityTypes.Trace)]
    public async Task HostBot_OnlyShowsThatItWorks_HasNotAnswered(string type)
    {
        await using var sut = await CreateSutAsync((turn, token) => turn.SendActivityAsync(new Activity(type), token));

        var sent = await sut.SayAsync("hello");

        Assert.Single(sent[^1].Attachments);
    }

    [Fact]
    public async Task Middleware_HadAnsweredBefore_ThePluginIsNotAsked()
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);
        using var turn = CreateTurn(sut, Message("m1", "hello"));
        await turn.SendActivityAsync("from an earlier middleware");

        await RunAsync(sut, turn);

        Assert.Empty(sut.Model.Requests);
        AssertLogged(sut, TurnReasons.HostBotAnswered);
    }

    [Fact]
    public async Task HostBot_Throws_ThePluginStaysSilentAndTheMessageMayComeAgain()
    {
        await using var sut = await CreateSutAsync((_, _) => throw new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => sut.SendAsIsAsync(Message("m1", "hello")));

        Assert.Empty(sut.Model.Requests);
        AssertLogged(sut, TurnReasons.HostBotFailed);
        Assert.Empty((await sut.RecordAsync()).Activities);
    }

    [Fact]
    public async Task ExpectReplies_HostBotSaysNothing_TheAnswerIsInTheResponse()
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);
        var message = Message("m1", "hello");
        message.DeliveryMode = DeliveryModes.ExpectReplies;
        using var turn = CreateTurn(sut, message);

        await RunAsync(sut, turn);

        Assert.Single(Assert.Single(turn.BufferedReplyActivities).Attachments);
        Assert.Null(sut.Adapter.GetNextReply());
    }

    [Fact]
    public async Task Turn_IsCancelledByTheChannel_ThePluginStaysSilent()
    {
        using var hungUp = new CancellationTokenSource();
        await using var sut = await CreateSutAsync((_, _) => hungUp.CancelAsync());
        using var turn = CreateTurn(sut, Message("m1", "hello"));

        await RunAsync(sut, turn, hungUp.Token);

        Assert.Null(sut.Adapter.GetNextReply());
        AssertLogged(sut, TurnReasons.BudgetSpent);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Group_HostBotSaysNothing_OnlyAMentionIsAnswered(bool isMentioned, int answers)
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);
        sut.Adapter.Conversation.Conversation.IsGroup = true;
        var message = Message("m1", "hello");
        if (isMentioned)
        {
            var mention = new Entity();
            mention.SetAs(new Mention(sut.Adapter.Conversation.Bot, "<at>Bot</at>"));
            message.Entities = [mention];
        }

        Assert.Equal(answers, (await sut.SendAsync(message)).Count);
    }

    // Nobody answers 'first' while 'second' is answered or waits: it would look like an answer to that one.
    [Fact]
    public async Task NextMessage_ArrivesWhileTheHostBotWorks_TheOutdatedOneIsNotAnswered()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var sut = await CreateSutAsync(
            async (turn, _) =>
            {
                if (turn.Activity.Id != "m1")
                    return;
                begun.SetResult();
                await end.Task;
            }
        );
        var first = sut.SendAsIsAsync(Message("m1", "first"));
        await begun.Task;

        await sut.SendAsIsAsync(Message("m2", "second"));
        end.SetResult();
        await first;

        Assert.Equal(["second"], sut.Model.Requests.Select(request => request.Text));
        Assert.NotNull(sut.Adapter.GetNextReply());
        Assert.Null(sut.Adapter.GetNextReply());
        AssertLogged(sut, TurnReasons.Outdated);
    }

    [Fact]
    public async Task NextMessage_ArrivesWhileThePluginDecides_IsNotHeldAndTheOutdatedOneIsNotAnswered()
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        sut.Model.BeforeAnswer = async _ =>
        {
            if (asked.TrySetResult())
                await go.Task;
        };
        var first = sut.SendAsIsAsync(Message("m1", "first"));
        await asked.Task;

        await sut.SendAsIsAsync(Message("m2", "second")).WaitAsync(TimeSpan.FromSeconds(60));
        go.SetResult();
        await first;

        Assert.Single(sut.Events);
        AssertLogged(sut, TurnReasons.Outdated);
    }

    [Fact]
    public async Task SameMessage_ComesAgainWhileTheHostBotWorks_IsNoLaterMessage()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var sut = await CreateSutAsync(
            async (_, _) =>
            {
                if (begun.TrySetResult())
                    await end.Task;
            }
        );
        var first = sut.SendAsIsAsync(Message("m1", "first"));
        await begun.Task;

        await sut.SendAsIsAsync(Message("m1", "first"));
        end.SetResult();
        await first;

        Assert.Single(sut.Events);
    }

    [Theory]
    [InlineData("m2", TurnReasons.Outdated)]
    [InlineData(null, TurnReasons.Stopped)]
    public async Task OtherProcess_GotALaterMessageOrStop_TheOutdatedOneIsNotAnswered(string? later, string reason)
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);
        sut.Model.BeforeAnswer = _ =>
            sut.ChangeRecordAsync(record =>
                later is null ? record with { Stopped = true } : record.WithActivities([later], 64)
            );

        await sut.SendAsIsAsync(Message("m1", "first"));

        Assert.Null(sut.Adapter.GetNextReply());
        AssertLogged(sut, reason);
    }

    [Fact]
    public async Task Stop_HostBotAnswersIt_IsTheHostBots()
    {
        await using var sut = await CreateSutAsync(
            (turn, token) =>
                turn.Activity.Text == "stop"
                    ? turn.SendActivityAsync("Your order is cancelled.", cancellationToken: token)
                    : Task.CompletedTask
        );

        Assert.Equal("Your order is cancelled.", Assert.Single(await sut.SayAsync("stop")).Text);
        Assert.False((await sut.RecordAsync()).Stopped);
    }

    [Fact]
    public async Task Stop_HostBotSaysNothing_StopsThePluginUntilStart()
    {
        await using var sut = await CreateSutAsync((_, _) => Task.CompletedTask);

        Assert.Contains("nothing more", Assert.Single(await sut.SayAsync("stop")).Text, StringComparison.Ordinal);
        Assert.Empty(await sut.SayAsync("hello"));
        Assert.Contains("I am back", Assert.Single(await sut.SayAsync("start")).Text, StringComparison.Ordinal);
        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);
    }

    [Theory]
    [InlineData("Reply")]
    [InlineData("Fallback")]
    public async Task Stop_PluginHasNoModel_IsTheHostBots(string mode)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            model: new FakeModel { IsReady = false }
        );
        sut.HostBot = (_, _) => Task.CompletedTask;

        await sut.SayAsync("stop");

        Assert.False((await sut.RecordAsync()).Stopped);
    }

    [Fact]
    public async Task Duplicate_HostBotGetsItAsWithoutThePlugin_AndThePluginAnswersOnce()
    {
        var received = 0;
        await using var sut = await CreateSutAsync(
            (_, _) =>
            {
                received++;
                return Task.CompletedTask;
            }
        );

        await sut.SendAsIsAsync(Message("m1", "hello"));
        await sut.SendAsIsAsync(Message("m1", "hello"));

        Assert.Equal(2, received);
        Assert.Single(sut.Events);
    }

    // The gate sees a dialog that was waiting when the message came, or one that the host bot has just begun.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task DialogGate_WaitsBeforeOrAfter_TheMessageIsTheHostBots(bool before, bool after)
    {
        var isActive = before;
        await using var sut = await CreateSutAsync(
            (_, _) =>
            {
                isActive = after;
                return Task.CompletedTask;
            },
            builder => builder.AddDialogGate((_, _) => ValueTask.FromResult(isActive))
        );

        Assert.Empty(await sut.SayAsync("hello"));

        AssertLogged(sut, TurnReasons.DialogActive);
    }

    [Fact]
    public async Task Gate_ClosesWhileTheHostBotWorks_ThePluginStaysSilent()
    {
        var mode = ReplyMode.Fallback;
        await using var sut = await CreateSutAsync(
            (_, _) =>
            {
                mode = ReplyMode.Off;
                return Task.CompletedTask;
            },
            builder => builder.Services.AddSingleton<IReplyGate>(new TurnGate((_, _) => mode))
        );

        Assert.Empty(await sut.SayAsync("hello"));

        AssertLogged(sut, TurnReasons.GateClosed);
    }

    internal static void AssertLogged(TurnHarness sut, string reason) =>
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains($"'{reason}'", StringComparison.Ordinal));

    private static async Task<TurnHarness> CreateSutAsync(
        BotCallbackHandler hostBot,
        Action<IDialClipBuilder>? add = null
    )
    {
        var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = "Fallback" },
            add: add
        );
        sut.HostBot = (turn, token) =>
            turn.Activity.Type == ActivityTypes.Message ? hostBot(turn, token) : Task.CompletedTask;
        return sut;
    }

    private static TurnContext CreateTurn(TurnHarness sut, Activity message)
    {
        message.ApplyConversationReference(sut.Adapter.Conversation, isIncoming: true);
        return new(sut.Adapter, message);
    }

    private static Task RunAsync(TurnHarness sut, TurnContext turn, CancellationToken cancellationToken = default) =>
        sut
            .Services.GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, token => sut.HostBot(turn, token), cancellationToken);

    private static Activity Message(string id, string text) => new(ActivityTypes.Message) { Id = id, Text = text };
}
