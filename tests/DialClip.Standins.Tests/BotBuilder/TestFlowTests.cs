using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class TestFlowTests
{
    [Fact]
    public async Task Test_EchoBot_PassesStepByStep()
    {
        await Echo().Test("one", "echo one").Send("two").AssertReplyContains("two").Send("three").AssertReplyOneOf(["no", "echo three"]).StartTestAsync();
    }

    [Fact]
    public async Task AssertReply_OtherText_FailsAndSaysBoth()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Echo().Send("one").AssertReply("echo two").StartTestAsync());

        Assert.Contains("Expected:echo two", error.Message, StringComparison.Ordinal);
        Assert.Contains("Received:echo one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssertReply_OtherType_Fails()
    {
        var flow = new TestFlow(new TestAdapter(), (turn, token) => turn.SendActivityAsync(new Activity(ActivityTypes.Typing), token));

        await Assert.ThrowsAsync<InvalidOperationException>(() => flow.Send("hi").AssertReply("text").StartTestAsync());
    }

    [Fact]
    public async Task AssertReply_NoReplyInTime_IsCancelled()
    {
        var flow = new TestFlow(new TestAdapter(), (_, _) => Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flow.Send("hi").AssertReply("anything", timeout: 30).StartTestAsync());
    }

    [Fact]
    public async Task AssertReply_ReplyComesAfterTheTurn_IsWaitedFor()
    {
        var adapter = new TestAdapter();
        var flow = new TestFlow(adapter, (_, _) => Task.CompletedTask).Send("hi").AssertReply("later");

        await adapter.ContinueConversationAsync("app", adapter.Conversation, (turn, token) => turn.SendActivityAsync("later", cancellationToken: token),
            default);

        await flow.StartTestAsync();
    }

    [Fact]
    public async Task AssertNoReply_Reply_FailsAndSilencePasses()
    {
        await new TestFlow(new TestAdapter(), (_, _) => Task.CompletedTask).Send("hi").AssertNoReply(timeout: 30).StartTestAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Echo().Send("hi").AssertNoReply("silence", timeout: 30).StartTestAsync());
    }

    [Fact]
    public async Task Test_Transcript_SendsTheUsersAndExpectsTheBots()
    {
        Activity[] transcript = [Says(RoleTypes.User, "one"), Says(RoleTypes.Bot, "echo one"), Says(RoleTypes.User, "two"), Says(RoleTypes.Bot, "echo two")];

        await Echo().Test(transcript).StartTestAsync();

        static Activity Says(string role, string text) => new(ActivityTypes.Message, from: new ChannelAccount(role, role, role), text: text);
    }

    [Fact]
    public async Task SendConversationUpdate_UserJoins_BotGreets()
    {
        await new TestFlow(new TestAdapter(), new ActivityHandlerTests.RecordingBot()).SendConversationUpdate().AssertReply("added user1").StartTestAsync();
    }

    [Fact]
    public async Task EnableTrace_Off_TracesAreNotReplies()
    {
        BotCallbackHandler bot = async (turn, token) =>
        {
            await turn.SendActivityAsync((IActivity)turn.Activity.CreateTrace("trace"), token);
            Assert.False(turn.Responded);
            await turn.SendActivityAsync("text", cancellationToken: token);
        };

        await new TestFlow(new TestAdapter(), bot).Send("hi").AssertReply("text").StartTestAsync();
        await new TestFlow(new TestAdapter(sendTraceActivity: true), bot).Send("hi")
            .AssertReply(reply => Assert.Equal(ActivityTypes.Trace, reply.Type)).AssertReply("text").StartTestAsync();
    }

    private static TestFlow Echo()
        => new(new TestAdapter(), (turn, token) => turn.SendActivityAsync($"echo {turn.Activity.Text}", cancellationToken: token));
}
