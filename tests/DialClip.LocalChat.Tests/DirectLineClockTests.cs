using System.Net;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineClockTests
{
    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Conversations_ClockIsWrongForAWhile_GoOn(int days)
    {
        var time = new ShiftedTime(new FakeTimeProvider(new DateTimeOffset(2030, 1, 10, 0, 0, 0, TimeSpan.Zero)));
        await using var host = await ChatHost.StartAsync(time: time);
        var before = await host.Chat.OpenAsync();
        time.Shift = TimeSpan.FromDays(days);
        var meanwhile = await host.Chat.OpenAsync("web-2");
        var used = await PollAsync(host, before);
        time.Shift = TimeSpan.Zero;

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { used, await PollAsync(host, before), await PollAsync(host, meanwhile) }
        );
    }

    [Fact]
    public async Task Conversation_BegunUnderAWrongClock_LastsNoLonger()
    {
        var clock = new FakeTimeProvider();
        var time = new ShiftedTime(clock) { Shift = TimeSpan.FromDays(300) };
        await using var host = await ChatHost.StartAsync(time: time);
        var conversation = await host.Chat.OpenAsync();
        time.Shift = TimeSpan.Zero;

        clock.Advance(TimeSpan.FromMinutes(29));
        var young = await PollAsync(host, conversation);
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden],
            new[] { young, await PollAsync(host, conversation) }
        );
    }

    private static async Task<HttpStatusCode> PollAsync(ChatHost host, ChatClient.OpenedConversation conversation)
    {
        using var response = await host.Chat.SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities",
            null,
            conversation.Token
        );
        return response.StatusCode;
    }
}
