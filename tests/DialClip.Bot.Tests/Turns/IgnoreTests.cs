using DialClip.Bot.Replies;
using DialClip.Bot.State;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Mode Ignore: no answer and no memory of either side, as for a form with card numbers.</summary>
public sealed class IgnoreTests
{
    private const string Secret = "4111 1111 1111 1111";

    [Fact]
    public async Task Channel_IsIgnored_NothingIsStored()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Channels:test:Mode"] = "Ignore" }
        );

        Assert.Equal("host: " + Secret, Assert.Single(await sut.SayAsync(Secret)).Text);
        await sut.SendAsync(new Activity(ActivityTypes.MessageUpdate) { Id = "m1", Text = Secret });
        await sut.Adapter.ContinueConversationAsync(
            "",
            sut.Adapter.Conversation,
            (turn, token) => turn.SendActivityAsync("Paid with " + Secret, cancellationToken: token),
            CancellationToken.None
        );

        Assert.Equal(ConversationRecord.Empty with { Turns = [] }, await EmptyAsync(sut));
        Assert.Empty(sut.Model.Requests);
        Assert.Empty(sut.Events);
    }

    [Fact]
    public async Task Gate_SaysIgnore_OnlyThisTurnIsNotStoredNorItsEdit()
    {
        await using var sut = await CreateSutAsync((turn, mode) => IsSecret(turn) ? ReplyMode.Ignore : mode);

        await sut.SendAsIsAsync(Message("m1", "I want to pay"));
        await sut.SendAsIsAsync(Message("m2", Secret));
        await sut.SendAsIsAsync(new Activity(ActivityTypes.MessageUpdate) { Id = "m2", Text = Secret + " 12/30" });
        await sut.SendAsIsAsync(Message("m3", "thanks"));

        var record = await sut.RecordAsync();
        Assert.Equal(
            ["I want to pay", "host: I want to pay", "thanks", "host: thanks"],
            record.Turns.Select(turn => turn.Text)
        );
    }

    // The rule knows only when the host bot has read the message.
    [Fact]
    public async Task Gate_SaysIgnoreAfterTheHostBot_TheMessageIsTakenOutAgain()
    {
        var isForm = false;
        await using var sut = await CreateSutAsync((_, mode) => isForm ? ReplyMode.Ignore : mode, "Fallback");
        sut.HostBot = (_, _) =>
        {
            isForm = true;
            return Task.CompletedTask;
        };

        await sut.SendAsIsAsync(Message("m1", Secret));

        Assert.Empty((await sut.RecordAsync()).Turns);
        Assert.Null(sut.Adapter.GetNextReply());
    }

    // Nobody knows whether the message was one to ignore.
    [Fact]
    public async Task Gate_Fails_NothingIsStored()
    {
        await using var sut = await CreateSutAsync((_, _) => throw new TimeoutException());

        await sut.SendAsIsAsync(Message("m1", Secret));

        Assert.Empty((await sut.RecordAsync()).Turns);
    }

    // In a group, messages that do not mention the bot are context as well.
    [Fact]
    public async Task Gate_MessageOfAGroupWithoutAMention_IsAskedAsWell()
    {
        await using var sut = await CreateSutAsync((turn, mode) => IsSecret(turn) ? ReplyMode.Ignore : mode);
        sut.Adapter.Conversation.Conversation.IsGroup = true;

        await sut.SendAsIsAsync(Message("m1", Secret));
        await sut.SendAsIsAsync(Message("m2", "hello"));

        Assert.Equal(["hello", "host: hello"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
    }

    private static bool IsSecret(ITurnContext turn) => turn.Activity.Text == Secret;

    private static async Task<ConversationRecord> EmptyAsync(TurnHarness sut)
    {
        var record = await sut.RecordAsync();
        Assert.Empty(record.Turns);
        Assert.Empty(record.Activities);
        return record with { Turns = [], Activities = [], Impressions = [] };
    }

    private static async Task<TurnHarness> CreateSutAsync(
        Func<ITurnContext, ReplyMode, ReplyMode> rule,
        string mode = "Off"
    ) =>
        await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            services => services.AddSingleton<IReplyGate>(new TurnGate(rule))
        );

    private static Activity Message(string id, string text) => new(ActivityTypes.Message) { Id = id, Text = text };
}
