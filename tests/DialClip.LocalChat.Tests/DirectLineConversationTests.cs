using DialClip.LocalChat.DirectLine;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineConversationTests
{
    [Fact]
    public void Add_MoreThanAreKept_ForgetsTheOldest()
    {
        var conversation = Create(new() { MaxActivities = 10 });
        for (var number = 0; number < 25; number++)
            conversation.Add(Said($"{number}"));

        Assert.Equal(Enumerable.Range(15, 10).Select(number => $"{number}"), Texts(conversation.GetAfter(null)));
    }

    [Fact]
    public void Add_MoreBytesThanAreKept_ForgetsTheOldestButNeverTheNewest()
    {
        var conversation = Create(new() { MaxConversationBytes = 4096 });
        for (var number = 0; number < 5; number++)
            conversation.Add(Said($"{number}" + new string('x', 1500)));
        var two = Texts(conversation.GetAfter(null)).Select(text => text[0]);
        conversation.Add(Said("L" + new string('x', 6000)));

        Assert.Equal(['3', '4'], two);
        Assert.Equal('L', Assert.Single(Texts(conversation.GetAfter(null)))[0]);
    }

    [Fact]
    public void After_MoreThanFitsIntoOneBatch_ComesInSeveralWithoutAGap()
    {
        var conversation = Create(new());
        for (var number = 0; number < 20; number++)
            conversation.Add(Said($"{number}" + new string('x', 50_000)));
        var (seen, batches, watermark) = (new List<string>(), 0, "");
        ActivityBatch batch;
        do
        {
            batch = conversation.GetAfter(watermark);
            seen.AddRange(Texts(batch).Select(text => text.TrimEnd('x')));
            watermark = batch.Watermark;
            batches++;
        } while (!batch.IsComplete);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), seen);
        Assert.InRange(batches, 4, 6);
        Assert.Equal(0, conversation.GetAfter(watermark).Count);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void After_WhatIsNoWatermark_IsTheBeginning(string watermark)
    {
        var conversation = Create(new());
        conversation.Add(Said("first"));

        Assert.Equal(["first"], Texts(conversation.GetAfter(watermark)));
    }

    [Fact]
    public async Task After_WaitingReader_IsWokenByTheNextActivity()
    {
        var conversation = Create(new());
        var waiting = conversation.GetAfter(null).More;
        Assert.False(waiting.IsCompleted);

        conversation.Add(Said("news"));

        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Open_MoreThanAreKept_ForgetsWhichWasQuietTheLongestAndClosesIt()
    {
        var time = new FakeTimeProvider();
        var options = Options.Create(new DirectLineOptions { MaxConversations = 2 });
        using var store = new LocalConversations(options, new(options, time), time);
        var first = store.Open("first", "here");
        using var stream = first.OpenStream();
        stream.Dispose();
        time.Advance(TimeSpan.FromSeconds(1));
        store.Open("second", "here");
        time.Advance(TimeSpan.FromSeconds(1));
        first.Add(Said("still here"));

        store.Open("third", "here");

        Assert.Equal(
            [true, false, true],
            new[] { "first", "second", "third" }.Select(id => store.Find(id) is not null)
        );
        time.Advance(TimeSpan.FromSeconds(1));
        using var lease = first.OpenStream();
        store.Open("fourth", "here"); // a conversation with an open stream is in use
        Assert.False(lease.Revoked.IsCancellationRequested);
    }

    [Fact]
    public void Find_AllKeepMoreBytesThanTheyMay_EndsWhichWasQuietTheLongest()
    {
        var time = new FakeTimeProvider();
        var options = Options.Create(new DirectLineOptions { MaxHistoryBytesTotal = 1024 * 1024 });
        using var store = new LocalConversations(options, new(options, time), time);
        foreach (var id in new[] { "first", "second", "third" })
        {
            store.Open(id, "here").Add(Said(new string('x', 400_000)));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [true, false, true],
            new[] { "third", "first", "second" }.Select(id => store.Find(id) is not null)
        );
        store.Open("fourth", "here").Add(Said(new string('x', 100_000)));
        Assert.Equal(
            [true, true, true],
            new[] { "second", "third", "fourth" }.Select(id => store.Find(id) is not null)
        );
    }

    [Fact]
    public void Find_LivedForTooLong_IsOverAlthoughItIsInUse()
    {
        var time = new FakeTimeProvider();
        var options = Options.Create(new DirectLineOptions { ConversationLifetime = TimeSpan.FromHours(2) });
        using var store = new LocalConversations(options, new(options, time), time);
        using var stream = store.Open("one", "here").OpenStream();
        time.Advance(TimeSpan.FromHours(2.1));

        Assert.Null(store.Find("one"));
        store.Open("two", "here");
        Assert.True(stream.Revoked.IsCancellationRequested);
    }

    private static LocalConversation Create(DirectLineOptions limits) =>
        new("talk", "here", limits, TimeProvider.System);

    private static JObject Said(string text) => new() { ["type"] = "message", ["text"] = text };

    private static IEnumerable<string> Texts(ActivityBatch batch) =>
        JObject.Parse(System.Text.Encoding.UTF8.GetString(batch.Json))["activities"]!.Select(activity =>
            (string)activity["text"]!
        );
}
