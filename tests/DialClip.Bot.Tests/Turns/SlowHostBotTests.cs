using DialClip.Encoders;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A host bot that takes its time with a message does not hold the conversation's next one.</summary>
public sealed class SlowHostBotTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData("Reply")]
    [InlineData("Suggest")]
    [InlineData("Observe")]
    [InlineData("Off")]
    public async Task NextMessage_HostBotHangsInTheFirst_IsProcessedAndAnswered(string mode)
    {
        await using var sut = await CreateSutAsync(mode);
        var hanging = await HangAsync(sut);

        await SendAsync(sut, "m2", "second");

        Assert.Equal("host: second", NextReply(sut).Text);
        Assert.False(hanging.Turn.IsCompleted);
        hanging.End.SetResult();
        await hanging.Turn;
        Assert.Equal("host: first", NextReply(sut).Text);
        Assert.Equal(
            ["first", "host: first", "second", "host: second"],
            (await sut.RecordAsync()).Turns.Select(turn => turn.Text)
        );
    }

    [Fact]
    public async Task NextMessage_HostBotHangsInTheFirst_ThePluginAnswersItWithTheFirstAsContext()
    {
        await using var sut = await CreateSutAsync("Reply");
        var hanging = await HangAsync(sut);
        sut.Model.Pictures = ["best"];

        await SendAsync(sut, "m2", "second");

        Assert.Single(NextReply(sut).Attachments);
        Assert.Equal(["first"], sut.Model.Requests[^1].History.Select(turn => turn.Text));
        hanging.End.SetResult();
        await hanging.Turn;
        var turns = (await sut.RecordAsync()).Turns;
        Assert.Equal(["first", "host: first", "second", null], turns.Select(turn => turn.Text));
        Assert.All(turns, turn => Assert.NotNull(turn.Feature));
    }

    [Fact]
    public async Task Duplicate_HostBotHangsInTheFirst_IsDropped()
    {
        await using var sut = await CreateSutAsync("Reply");
        var hanging = await HangAsync(sut);

        await SendAsync(sut, "m1", "first");

        hanging.End.SetResult();
        await hanging.Turn;
        Assert.Equal("host: first", NextReply(sut).Text);
        Assert.Null(sut.Adapter.GetNextReply());
    }

    [Fact]
    public async Task Failure_OfASlowHostBot_LetsTheMessageComeAgainAndKeepsTheNext()
    {
        await using var sut = await CreateSutAsync("Reply");
        var hanging = await HangAsync(sut);
        await SendAsync(sut, "m2", "second");
        hanging.End.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => hanging.Turn);
        sut.HostBot = sut.DefaultHostBot;

        await SendAsync(sut, "m1", "first");
        await SendAsync(sut, "m2", "second");

        Assert.Equal("host: second", NextReply(sut).Text);
        Assert.Equal("host: first", NextReply(sut).Text);
        Assert.Null(sut.Adapter.GetNextReply());
    }

    [Fact]
    public async Task Stop_HostBotHangsInAnEarlierMessage_KeepsTheLaterOnesOut()
    {
        await using var sut = await CreateSutAsync("Reply");
        var hanging = await HangAsync(sut);

        await SendAsync(sut, "m2", "stop");
        await SendAsync(sut, "m3", "third");
        hanging.End.SetResult();
        await hanging.Turn;

        var record = await sut.RecordAsync();
        Assert.True(record.Stopped);
        Assert.Equal(["first"], record.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Edit_HostBotHangsInTheMessage_IsNotUndoneByItsEnd()
    {
        await using var sut = await CreateSutAsync("Reply");
        var hanging = await HangAsync(sut);

        await sut.SendAsIsAsync(new Activity(ActivityTypes.MessageUpdate) { Id = "m1", Text = "edited" });
        hanging.End.SetResult();
        await hanging.Turn;

        Assert.Equal(["edited", "host: first"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Like_HostBotHangsInALaterMessage_IsRecordedAtOnce()
    {
        await using var sut = await CreateSutAsync("Reply");
        var liked = Assert.Single(await sut.SayAsync("hello"));
        var hanging = await HangAsync(sut);

        await sut.SendAsIsAsync(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = liked.Id,
                ReactionsAdded = [new MessageReaction("like")],
            }
        );

        Assert.True(Assert.Single(sut.Events.OfType<Feedback>()).Liked);
        hanging.End.SetResult();
        await hanging.Turn;
    }

    [Fact]
    public async Task Suggestion_SentBySlowHostBot_CountsAsAnExposure()
    {
        await using var sut = await CreateSutAsync("Suggest");
        sut.Model.Pictures = ["best"];
        var end = new TaskCompletionSource();
        sut.HostBot = async (turn, cancellationToken) =>
        {
            if (turn.Activity.Id != "m1")
                return;
            await turn.SendActivityAsync(turn.GetDialClipSuggestions()!.CreateReply(), cancellationToken);
            await end.Task;
        };
        var first = sut.SendAsIsAsync(Message("m1", "first"));

        await SendAsync(sut, "m2", "second");
        end.SetResult();
        await first;

        Assert.Equal("best", Assert.IsType<Exposure>(Assert.Single(sut.Events)).ItemId);
        Assert.Equal(
            [(Speaker.User, "first"), (Speaker.Bot, null), (Speaker.User, "second")],
            (await sut.RecordAsync()).Turns.Select(turn => (turn.Speaker, turn.Text))
        );
    }

    // Time stands still: a message that waited for the first one's turn would wait for ever.
    private Task<TurnHarness> CreateSutAsync(string mode) =>
        TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            services => services.AddSingleton<TimeProvider>(time)
        );

    private static Task SendAsync(TurnHarness sut, string id, string text) =>
        sut.SendAsIsAsync(Message(id, text)).WaitAsync(TimeSpan.FromSeconds(60));

    // Sends "first", in which the host bot waits for a signal before it answers.
    private static async Task<(Task Turn, TaskCompletionSource End)> HangAsync(TurnHarness sut)
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        sut.Model.Pictures = [];
        sut.HostBot = async (turn, cancellationToken) =>
        {
            if (turn.Activity is { Id: "m1", Type: ActivityTypes.Message })
            {
                begun.SetResult();
                await end.Task;
            }
            await sut.DefaultHostBot(turn, cancellationToken);
        };
        var first = sut.SendAsIsAsync(Message("m1", "first"));
        await begun.Task;
        return (first, end);
    }

    private static Activity NextReply(TurnHarness sut) => (Activity)sut.Adapter.GetNextReply();

    private static Activity Message(string id, string text) => new(ActivityTypes.Message) { Id = id, Text = text };
}
