using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class TurnLifetimeTests
{
    [Fact]
    public async Task SendActivity_DisposedTurn_IsRefused()
    {
        var turn = new TurnContext(new TestAdapter(), new Activity(ActivityTypes.Message));

        turn.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => turn.SendActivityAsync("late"));
        Assert.Throws<ObjectDisposedException>(() => turn.OnSendActivities((_, _, next) => next()));
        Assert.Throws<ObjectDisposedException>(() => turn.TurnState.Get<string>("key"));
    }

    [Fact]
    public void Dispose_TurnState_ValuesAreLeftAloneAndPlainDictionaryCallsGoOn()
    {
        var state = new TurnContextStateCollection();
        var value = new Disposable();
        state.Add(value);

        state.Dispose();

        Assert.False(value.IsDisposed);
        Assert.True(state.TryAdd("key", "key"));
        Assert.False(state.TryAdd("KEY", "again"));
        Assert.Same(value, state[typeof(Disposable).FullName!]);
    }

    [Fact]
    public async Task ProcessActivity_TestAdapter_LeavesTheTurnOpen()
    {
        var adapter = new TestAdapter();
        ITurnContext? kept = null;

        await adapter.SendTextToBotAsync("hi", (turn, _) => { turn.TurnState.Set("key", "value"); kept = turn; return Task.CompletedTask; }, default);
        await kept!.SendActivityAsync("late");

        Assert.Equal("value", kept.TurnState.Get<string>("key"));
        Assert.Equal("late", Assert.Single(adapter.ActiveQueue).Text);
    }

    [Fact]
    public async Task ContinueConversation_AdapterWithoutItsOwn_TurnEndsWhenTheBotWaits()
    {
        var adapter = new TestAdapter();
        var pause = new TaskCompletionSource();

        var turn = adapter.ContinueConversationAsync("bot", adapter.Conversation, async (context, token) =>
        {
            await context.SendActivityAsync("at once", cancellationToken: token);
            await pause.Task;
            await context.SendActivityAsync("later", cancellationToken: token);
        }, default);
        pause.SetResult();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => turn);
        Assert.Equal("at once", Assert.Single(adapter.ActiveQueue).Text);
    }

    [Fact]
    public async Task Locale_OfTheActivity_IsTheTurns()
    {
        var adapter = new TestAdapter();
        string? locale = null;

        await adapter.ProcessActivityAsync(new Activity(ActivityTypes.Message, locale: ""), (turn, _) => { locale = ((TurnContext)turn).Locale; return Task.CompletedTask; });

        Assert.Equal("", locale);
        using var without = new TurnContext(adapter, new Activity(ActivityTypes.Message));
        Assert.Throws<NullReferenceException>(() => without.Locale);
    }

    private sealed class Disposable : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
