using DialClip.Bot.Replies;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>An existing bot whose plugin answers by itself, as its user sees it.</summary>
public sealed class AnswersWhenSureTests
{
    private const string Glad = "we won!";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_PluginIsSure_TheBotIsNotReachedAndItsStateIsUntouched(bool first)
    {
        await using var sut = new ShopRun(
            Scripts.OneToOne.Conversation(),
            new() { Model = CreateSure(Glad), First = first }
        );

        var before = await sut.SayAsync("hello");
        var written = StoredIn(sut);
        var answer = await sut.SayAsync(Glad);
        var unchanged = written == StoredIn(sut);
        var after = await sut.SayAsync("hello");

        Assert.Equal(["You said 'hello', your message 1; you had nothing."], before);
        Assert.Equal([OneTextModel.Answer], answer);
        Assert.True(unchanged);
        Assert.Equal(["You said 'hello', your message 2; you had nothing."], after);
    }

    // Without a rule of the host: the bot's question expects an answer, and its message offers this one.
    [Fact]
    public async Task Answer_InTheMiddleOfTheBotsDialog_IsTheBots()
    {
        await using var sut = new ShopRun(Scripts.OneToOne.Conversation(), new() { Model = OneTextModel.Sure });

        var greeting = await sut.SayAsync(Glad);
        await sut.SayAsync("stop");
        await sut.SayAsync("order");
        await sut.SayAsync("start");
        var asked = await sut.SayAsync("toast");

        Assert.Equal([OneTextModel.Answer], greeting);
        Assert.Equal(["How many times toast?"], asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_GateClosedDuringTheBotsDialog_LeavesTheDialogAlone(bool first)
    {
        var plugin = new PluginSetup
        {
            Model = CreateSure("tea", "2", "yes", Glad),
            Register = services => services.AddSingleton<IReplyGate, OrderGate>(),
            First = first,
        };
        await using var sut = new ShopRun(Scripts.OneToOne.Conversation(), plugin);

        string[] said =
        [
            .. await sut.SayAsync("order"),
            .. await sut.SayAsync("tea"),
            .. await sut.SayAsync(Glad),
            .. await sut.SayAsync("2"),
        ];
        var end = await sut.SayAsync("yes");
        var afterwards = await sut.SayAsync(Glad);

        Assert.Equal(
            [
                "What may we bring you?",
                "How many times tea?",
                "Please say a number from 1 to 20.",
                "2 x tea. Shall we bring it?",
            ],
            said
        );
        Assert.Equal([HeroCard.ContentType], end);
        Assert.Equal([OneTextModel.Answer], afterwards);
    }

    [Fact]
    public async Task Stop_DuringTheBotsDialogBehindAGate_EndsTheOrderAndNotThePlugin()
    {
        await using var sut = new ShopRun(
            Scripts.OneToOne.Conversation(),
            new() { Model = CreateSure(Glad), Register = services => services.AddSingleton<IReplyGate, OrderGate>() }
        );

        await sut.SayAsync("order");
        var cancelled = await sut.SayAsync("stop");
        var answer = await sut.SayAsync(Glad);
        var stopped = await sut.SayAsync("stop");
        var silent = await sut.SayAsync(Glad);

        Assert.Equal(["Your order is cancelled."], cancelled);
        Assert.Equal([OneTextModel.Answer], answer);
        Assert.Contains("nothing more", Assert.Single(stopped), StringComparison.Ordinal);
        Assert.Equal([$"You said '{Glad}', your message 3; you had nothing."], silent);
    }

    [Theory]
    [InlineData(false, "Welcome to {shop}!")]
    [InlineData(true, "Welcome to Tea & Toast!")]
    public async Task Answer_BehindTheBotsMiddleware_PassesThroughItsHooks(bool behind, string expected)
    {
        var plugin = new PluginSetup
        {
            Model = CreateSure(Glad),
            Settings = new() { ["Conversation:StoppedText"] = "Welcome to {shop}!" },
            First = !behind,
        };
        await using var sut = new ShopRun(Scripts.OneToOne.Conversation(), plugin);

        Assert.Equal([expected], await sut.SayAsync("stop"));
    }

    private static OneTextModel CreateSure(params string[] texts) => new(text => texts.Contains(text) ? 0.9f : 0.1f);

    private static string StoredIn(ShopRun run) =>
        string.Join(
            '\n',
            run.Transcript.ToString().Split('\n').Where(line => line.StartsWith("store", StringComparison.Ordinal))
        );
}
