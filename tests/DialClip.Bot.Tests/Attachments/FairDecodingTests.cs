using System.Collections.Concurrent;
using DialClip.Bot.Attachments;
using DialClip.Encoders.Imaging;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>Conversations with expensive pictures, beside others.</summary>
public sealed class FairDecodingTests
{
    private static readonly Attachment Picture = new(
        "image/png",
        "data:image/png;base64," + Convert.ToBase64String(TinyBmp.Colours())
    );

    // One for each picture that is being decoded.
    private readonly BlockingCollection<TaskCompletionSource> begun = [];

    [Fact]
    public async Task Read_TwoConversationsOfExpensivePictures_KeepNobodyOut()
    {
        await using var sut = await CreateAsync();
        var expensive = new[] { "a", "b", "a", "b", "a", "b" }.Select(name => ReadAsync(sut, name)).ToList();
        var (first, second) = (begun.Take(), begun.Take());
        var other = ReadAsync(sut, "c");

        // Of those that wait, the conversation that has had nothing yet is next.
        first.SetResult();
        begun.Take().SetResult();
        var reading = await other;

        Assert.NotNull(reading.Picture);
        Assert.Equal(5, expensive.Count(task => !task.IsCompleted));
        second.SetResult();
        for (var left = 4; left > 0; left--)
            begun.Take().SetResult();
        Assert.All(await Task.WhenAll(expensive), each => Assert.NotNull(each.Picture));
    }

    [Fact]
    public async Task Read_TurnThatEndsWhileItsPictureIsDecoded_DoesNotWaitForTheDecoder()
    {
        await using var sut = await CreateAsync();
        var reading = ReadAsync(sut, "a");
        var decoding = begun.Take();

        sut.Time.Advance(TimeSpan.FromMinutes(1));
        var result = await reading;

        Assert.Equal([PictureRefusal.Timeout], result.Refused);
        decoding.SetResult();
    }

    [Fact]
    public async Task Read_ManyPicturesOfOneConversation_AreRefusedBeforeOthersAre()
    {
        await using var sut = await CreateAsync();
        var flood = Enumerable.Range(0, 9).Select(_ => ReadAsync(sut, "a")).ToList();
        var other = ReadAsync(sut, "b");

        // One is decoded and four wait.
        var refused = flood.Where(task => task.IsCompleted).ToList();
        Assert.Equal(4, refused.Count);
        foreach (var task in refused)
            Assert.Equal([PictureRefusal.Busy], (await task).Refused);
        for (var left = 6; left > 0; left--)
            begun.Take().SetResult();
        Assert.NotNull((await other).Picture);
        Assert.Equal(5, (await Task.WhenAll(flood)).Count(each => each.Picture is not null));
    }

    private async Task<PictureHarness> CreateAsync()
    {
        var sut = await PictureHarness.CreateAsync(HostileServer.Gives([]));
        sut.DecodeWith = (_, _) =>
        {
            var gate = new TaskCompletionSource();
            begun.Add(gate);
            gate.Task.Wait();
            return new RgbImage(1, 1, new byte[3]);
        };
        return sut;
    }

    // What is inside a message needs no fetch: the picture waits in the queue when this returns.
    private static Task<PictureReader.Result> ReadAsync(PictureHarness sut, string conversation) =>
        sut.ReadAsync([Picture], conversation: conversation);
}
