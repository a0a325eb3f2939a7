using DialClip.Bot.Turns;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>
/// The host bot asks the plugin for an answer at the place where it would say that it did not understand.
/// </summary>
public sealed class TryAnswerTests
{
    [Theory]
    [InlineData("Fallback")]
    [InlineData("Suggest")]
    [InlineData("Observe")]
    public async Task TryAnswer_PluginIsSure_AnswersOnceAndItCounts(string mode)
    {
        await using var sut = await CreateSutAsync(mode);
        var results = new List<bool>();
        sut.HostBot = async (turn, cancellationToken) =>
        {
            results.Add(await turn.TryAnswerWithDialClipAsync(cancellationToken));
            results.Add(await turn.TryAnswerWithDialClipAsync(cancellationToken));
        };

        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);

        Assert.Equal([true, true], results);
        Assert.Single(sut.Model.Requests);
        Assert.Equal("best", Assert.IsType<Exposure>(Assert.Single(sut.Events)).ItemId);
        Assert.Equal("best", Assert.Single((await sut.RecordAsync()).Impressions).ItemId);
    }

    [Theory]
    [InlineData("Reply")]
    [InlineData("Fallback")]
    [InlineData("Suggest")]
    [InlineData("Observe")]
    public async Task TryAnswer_PluginIsNotSure_TheHostBotSaysItAndThePluginIsNotAskedAgain(string mode)
    {
        await using var sut = await CreateSutAsync(mode);
        sut.Model.Pictures = [];

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal("I did not understand.", sent.Text);
        Assert.Single(sut.Model.Requests);
    }

    [Theory]
    [InlineData("Fallback", true)]
    [InlineData("Suggest", true)]
    [InlineData("Suggest", false)]
    [InlineData("Observe", true)]
    public async Task TryAnswer_Stop_IsTheCommandInEveryMode(string mode, bool isSure)
    {
        await using var sut = await CreateSutAsync(mode);
        if (!isSure)
            sut.Model.Pictures = [];

        await sut.SayAsync("stop");
        var after = Assert.Single(await sut.SayAsync("hello"));

        Assert.True((await sut.RecordAsync()).Stopped);
        Assert.Equal("I did not understand.", after.Text);
    }

    // It did ask, and says nothing itself: Fallback does not ask a second time.
    [Fact]
    public async Task TryAnswer_FalseAndTheHostBotSaysNothing_FallbackDoesNotAskAgain()
    {
        await using var sut = await CreateSutAsync("Fallback");
        sut.Model.Pictures = [];
        sut.HostBot = (turn, cancellationToken) => turn.TryAnswerWithDialClipAsync(cancellationToken);

        Assert.Empty(await sut.SayAsync("hello"));

        Assert.Single(sut.Model.Requests);
    }

    [Theory]
    [InlineData("Off")]
    [InlineData("Ignore")]
    public async Task TryAnswer_ModeForbidsIt_IsFalse(string mode)
    {
        await using var sut = await CreateSutAsync(mode);

        Assert.Equal("I did not understand.", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Empty(sut.Model.Requests);
    }

    // The message was the host bot's by a rule, and it gives it away: in a dialog's step, after a recognizer.
    [Theory]
    [InlineData("Reply")]
    [InlineData("Fallback")]
    public async Task TryAnswer_DuringTheHostBotsDialog_Answers(string mode)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode },
            add: builder => builder.AddDialogGate((_, _) => ValueTask.FromResult(true))
        );
        sut.HostBot = AskAsync;

        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);
    }

    [Fact]
    public async Task TryAnswer_Stop_IsTheCommand()
    {
        await using var sut = await CreateSutAsync("Observe");

        Assert.Contains("nothing more", Assert.Single(await sut.SayAsync("stop")).Text, StringComparison.Ordinal);
        Assert.Equal("I did not understand.", Assert.Single(await sut.SayAsync("hello")).Text);
        Assert.Contains("I am back", Assert.Single(await sut.SayAsync("start")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryAnswer_ModelFailedBefore_IsNotAskedAgain()
    {
        await using var sut = await CreateSutAsync("Reply");
        sut.Model.BeforeAnswer = _ => throw new ArithmeticException();

        Assert.Equal("I did not understand.", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Single(sut.Model.Requests);
        FallbackTests.AssertLogged(sut, TurnReasons.RetrievalFailed);
    }

    [Fact]
    public async Task TryAnswer_ActivityIsNoMessage_IsFalse()
    {
        await using var sut = await CreateSutAsync("Fallback");

        var sent = await sut.SendAsync(new Activity(ActivityTypes.Event) { Name = "shop/opened" });

        Assert.Equal("I did not understand.", Assert.Single(sent).Text);
    }

    [Fact]
    public async Task TryAnswer_AdapterHasNoPlugin_SaysWhatToDo()
    {
        using var turn = new TurnContext(new TestAdapter(), new Activity(ActivityTypes.Message) { Text = "hello" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => turn.TryAnswerWithDialClipAsync());

        Assert.Contains("adapter.UseDialClip(services)", error.Message, StringComparison.Ordinal);
        turn.AnswerLater();
    }

    private static async Task<TurnHarness> CreateSutAsync(string mode)
    {
        var sut = await TurnHarness.CreateAsync(new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode });
        sut.HostBot = AskAsync;
        return sut;
    }

    private static async Task AskAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        if (!await turn.TryAnswerWithDialClipAsync(cancellationToken))
            await turn.SendActivityAsync("I did not understand.", cancellationToken: cancellationToken);
    }
}
