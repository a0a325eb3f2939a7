using DialClip.LocalChat.DirectLine;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class ConversationLimitTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Open_MoreThanAnAddressMay_EndsOneOfItsOwn()
    {
        using var store = CreateStore(new() { MaxConversationsPerAddress = 2 });
        Open(store, "theirs", "b");
        foreach (var id in new[] { "first", "second", "third" })
            Open(store, id, "a");

        Assert.Equal(["theirs", "second", "third"], Kept(store, "theirs", "first", "second", "third"));
    }

    [Fact]
    public void Open_MoreThanAllMay_EndsOneOfTheAddressWithTheMost()
    {
        using var store = CreateStore(new() { MaxConversations = 4 });
        Open(store, "theirs", "b");
        foreach (var id in new[] { "first", "second", "third" })
            Open(store, id, "a");

        Open(store, "fourth", "c");

        Assert.Equal(
            ["theirs", "second", "third", "fourth"],
            Kept(store, "theirs", "first", "second", "third", "fourth")
        );
    }

    [Fact]
    public void Open_MoreThanAnAddressMay_EndsASilentOneFirst()
    {
        using var store = CreateStore(new() { MaxConversationsPerAddress = 2 });
        Open(store, "spoken", "a").MarkSpoken();
        Open(store, "silent", "a");

        Open(store, "third", "a");
        Open(store, "fourth", "a");

        Assert.Equal(["spoken", "fourth"], Kept(store, "spoken", "silent", "third", "fourth"));
    }

    [Fact]
    public void Find_OneAddressKeepsTheMostBytes_EndsOneOfIts()
    {
        using var store = CreateStore(new() { MaxHistoryBytesTotal = 1024 * 1024 });
        Open(store, "theirs", "b").Add(CreateMessage(400_000));
        foreach (var id in new[] { "first", "second" })
            Open(store, id, "a").Add(CreateMessage(400_000));

        Assert.Equal(["theirs", "second"], Kept(store, "theirs", "second", "first").Order().Reverse());
    }

    [Fact]
    public void OpenStreams_MoreThanAnAddressMay_RevokesThatOfASilentConversation()
    {
        var sut = new OpenStreams(Options.Create(new DirectLineOptions { MaxStreamsPerAddress = 2 }));
        using var store = CreateStore(new());
        var spoken = Open(store, "spoken", "a");
        spoken.MarkSpoken();
        using var theirs = sut.Open(Open(store, "theirs", "b"), "b");
        using var first = sut.Open(spoken, "a");
        using var second = sut.Open(Open(store, "silent", "a"), "a");

        using var third = sut.Open(Open(store, "third", "a"), "a");

        Assert.Equal(
            [false, false, true, false],
            new[] { theirs, first, second, third }.Select(stream => stream.Lease.Revoked.IsCancellationRequested)
        );
    }

    [Fact]
    public void Uploads_OneAddressSendsTheMost_LoseItsOldest()
    {
        var options = Options.Create(new DirectLineOptions { MaxUploadBytesTotal = 100_000 });
        var uploads = new UploadStore(options, time);
        using var store = new LocalConversations(options, uploads, time);
        var theirs = uploads.Add(Open(store, "theirs", "b"), new byte[30_000]);
        var many = Enumerable
            .Range(0, 4)
            .Select(number => uploads.Add(Open(store, $"{number}", "a"), new byte[20_000]))
            .ToList();

        Assert.NotNull(uploads.Find(theirs.Id));
        Assert.Equal([false, true, true, true], many.Select(upload => uploads.Find(upload.Id) is not null));
    }

    private LocalConversation Open(LocalConversations store, string id, string network)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return store.Open(id, network);
    }

    private LocalConversations CreateStore(DirectLineOptions limits)
    {
        var options = Options.Create(limits);
        return new(options, new(options, time), time);
    }

    private static IEnumerable<string> Kept(LocalConversations store, params string[] ids) =>
        ids.Where(id => store.Find(id) is not null);

    private static JObject CreateMessage(int length) =>
        new() { ["type"] = "message", ["text"] = new string('x', length) };
}
