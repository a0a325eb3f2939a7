using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class PipelineTests
{
    [Fact]
    public async Task Use_TwoMiddleware_RunAroundTheBotInOrder()
    {
        var log = new List<string>();
        var adapter = new TestAdapter().Use(Around("outer")).Use(Around("inner"));

        await adapter.SendTextToBotAsync("hi", (_, _) => { log.Add("bot"); return Task.CompletedTask; }, default);

        Assert.Equal(["outer in", "inner in", "bot", "inner out", "outer out"], log);

        DelegateMiddleware Around(string name) => new(async (_, next, token) =>
        {
            log.Add($"{name} in");
            await next(token);
            log.Add($"{name} out");
        });
    }

    [Fact]
    public async Task Use_MiddlewareWithoutNext_BotIsNotReached()
    {
        var reached = false;
        var adapter = new TestAdapter().Use(new DelegateMiddleware((_, _, _) => Task.CompletedTask));

        await adapter.SendTextToBotAsync("hi", (_, _) => { reached = true; return Task.CompletedTask; }, default);

        Assert.False(reached);
    }

    [Fact]
    public async Task OnTurnError_BotThrows_HandlerGetsTheExceptionAndTheTurn()
    {
        var adapter = new TestAdapter { OnTurnError = (turn, error) => turn.SendActivityAsync($"sorry: {error.Message}") };

        await new TestFlow(adapter, (_, _) => throw new InvalidDataException("boom")).Send("hi").AssertReply("sorry: boom").StartTestAsync();
    }

    [Fact]
    public async Task OnTurnError_Absent_ExceptionLeavesTheAdapter()
    {
        var adapter = new TestAdapter();

        await Assert.ThrowsAsync<InvalidDataException>(() => adapter.SendTextToBotAsync("hi", (_, _) => throw new InvalidDataException("boom"), default));
    }

    [Fact]
    public async Task OnSendActivities_TwoHandlers_RunInOrderOfRegistrationOnOneList()
    {
        var adapter = new TestAdapter();

        await adapter.SendTextToBotAsync("hi", async (turn, token) =>
        {
            turn.OnSendActivities((_, activities, next) => { activities[0].Text += " first"; return next(); });
            turn.OnSendActivities((_, activities, next) => { activities[0].Text += " second"; activities.Add(MessageFactory.Text("added")); return next(); });

            var response = await turn.SendActivityAsync("text", cancellationToken: token);

            Assert.False(string.IsNullOrEmpty(response.Id));
            Assert.True(turn.Responded);
        }, default);

        Assert.Equal(["text first second", "added"], adapter.ActiveQueue.Select(activity => activity.Text));
    }

    [Fact]
    public async Task OnSendActivities_HandlerWithoutNext_NothingIsSentAndTheResponseIsEmpty()
    {
        var adapter = new TestAdapter();

        await adapter.SendTextToBotAsync("hi", async (turn, token) =>
        {
            turn.OnSendActivities((_, _, _) => Task.FromResult<ResourceResponse[]>([]));

            var response = await turn.SendActivityAsync("text", cancellationToken: token);

            Assert.Null(response.Id);
            Assert.False(turn.Responded);
        }, default);

        Assert.Empty(adapter.ActiveQueue);
    }

    [Fact]
    public async Task OnUpdateAndDelete_HandlersThatPassOn_ChangeWhatWasSent()
    {
        var adapter = new TestAdapter();
        var seen = new List<string>();

        await adapter.SendTextToBotAsync("hi", async (turn, token) =>
        {
            turn.OnUpdateActivity((_, activity, next) => { seen.Add($"update {activity.Text}"); return next(); });
            turn.OnDeleteActivity((_, reference, next) => { seen.Add($"delete {reference.ActivityId}"); return next(); });
            var kept = MessageFactory.Text("before");
            kept.Id = (await turn.SendActivityAsync(kept, token)).Id;
            var gone = await turn.SendActivityAsync("gone", cancellationToken: token);
            kept.Text = "after";
            await turn.UpdateActivityAsync(kept, token);
            await turn.DeleteActivityAsync(gone.Id, token);
            seen.Add(gone.Id);
        }, default);

        Assert.Equal("after", Assert.Single(adapter.ActiveQueue).Text);
        Assert.Equal(["update after", $"delete {seen[2]}"], seen.Take(2));
    }

    [Fact]
    public async Task SendActivity_AnswersTheTurn_AddressesAndReplyToIdAreFilledIn()
    {
        var adapter = new TestAdapter("msteams");
        Activity? incoming = null;

        await adapter.SendTextToBotAsync("hi", (turn, token) =>
        {
            incoming = turn.Activity;
            return turn.SendActivityAsync("answer", cancellationToken: token);
        }, default);
        var reply = (Activity)adapter.GetNextReply();

        Assert.Equal(incoming!.Id, reply.ReplyToId);
        Assert.Equal((incoming.Recipient.Id, incoming.From.Id), (reply.From.Id, reply.Recipient.Id));
        Assert.Equal(("msteams", incoming.Conversation.Id), (reply.ChannelId, reply.Conversation.Id));
    }

    [Fact]
    public void TurnState_AddTwice_IsRefusedAndSetReplaces()
    {
        using var state = new TurnContextStateCollection();
        state.Add("key", "first");

        state.Set("KEY", "second");

        Assert.Equal("second", state.Get<string>("key"));
        Assert.Null(state.Get<PipelineTests>("key"));
        Assert.Throws<ArgumentException>(() => state.Add("Key", "third"));
    }
}
