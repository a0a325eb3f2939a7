using DialClip.Bot.Attachments;

namespace DialClip.Bot.Tests.Attachments;

public sealed class DecodingQueueTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Enter_ConversationThatUsedMuchTime_ComesAfterOneThatUsedLittle()
    {
        var sut = new DecodingQueue(1, time);
        await UseAsync(sut, "heavy", 10);
        await UseAsync(sut, "light", 1);
        var running = await sut.EnterAsync("other", default);
        var heavy = sut.EnterAsync("heavy", default);
        var light = sut.EnterAsync("light", default);
        var heavyAgain = sut.EnterAsync("heavy", default);

        running!.Dispose();
        (await light)!.Dispose();
        (await heavy)!.Dispose();

        (await heavyAgain)!.Dispose();
    }

    [Fact]
    public async Task Enter_TimeUsedLongAgo_CountsLittle()
    {
        var sut = new DecodingQueue(1, time);
        await UseAsync(sut, "long ago", 30);
        time.Advance(TimeSpan.FromMinutes(10));
        await UseAsync(sut, "lately", 1);
        var running = await sut.EnterAsync("other", default);
        var lately = sut.EnterAsync("lately", default);
        var longAgo = sut.EnterAsync("long ago", default);

        running!.Dispose();

        (await longAgo)!.Dispose();
        (await lately)!.Dispose();
    }

    [Fact]
    public async Task Enter_OneConversation_HasOneSlotAtATime()
    {
        var sut = new DecodingQueue(2, time);
        var first = await sut.EnterAsync("a", default);
        var second = sut.EnterAsync("a", default);
        var other = await sut.EnterAsync("b", default);

        Assert.False(second.IsCompleted);
        first!.Dispose();
        first.Dispose();
        (await second)!.Dispose();
        other!.Dispose();
    }

    [Fact]
    public async Task Enter_CancelledWait_LeavesTheQueue()
    {
        var sut = new DecodingQueue(1, time);
        using var cancel = new CancellationTokenSource();
        var running = await sut.EnterAsync("a", default);
        var cancelled = sut.EnterAsync("b", cancel.Token);
        var next = sut.EnterAsync("c", default);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        running!.Dispose();

        (await next)!.Dispose();
        (await sut.EnterAsync("b", default))!.Dispose();
    }

    [Fact]
    public async Task Enter_ManyConversations_AreBounded()
    {
        var sut = new DecodingQueue(1, time);
        var running = await sut.EnterAsync("first", default);

        var waiting = Enumerable.Range(0, 300).Select(i => sut.EnterAsync($"{i}", default)).ToList();
        var refused = waiting.Count(task => task.IsCompleted);
        running!.Dispose();
        foreach (var task in waiting)
            (await task)?.Dispose();

        Assert.Equal(300 - 256, refused);
    }

    private async Task UseAsync(DecodingQueue sut, string conversation, double seconds)
    {
        using (await sut.EnterAsync(conversation, default))
            time.Advance(TimeSpan.FromSeconds(seconds));
    }
}
