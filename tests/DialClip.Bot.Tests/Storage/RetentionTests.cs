using DialClip.Bot.Conversation;
using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Tests.Turns;
using DialClip.Shared.Erasure;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Storage;

/// <summary>The age of records, and what ends them.</summary>
public sealed class RetentionTests
{
    private readonly FakeTimeProvider time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("30", 29, true)]
    [InlineData("30", 31, false)]
    [InlineData("2", 3, false)]
    [InlineData("0", 3000, true)]
    public async Task Record_AfterItsLastUse_IsReadWhileItIsYoungEnough(string retention, int days, bool isRead)
    {
        // A storage that cannot list, as a host's own.
        var storage = new MemoryStorage();
        await using var sut = await CreateAsync(storage, retention);
        await sut.SayAsync("hello");

        time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(isRead, !(await sut.RecordAsync()).Turns.IsEmpty);
        // What is too old was cleared when it was seen.
        Assert.Equal(isRead, (await JsonAsync(storage)).Contains("hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_UsedNowAndThen_DoesNotAge()
    {
        await using var sut = await CreateAsync(new MemoryStorage());
        await sut.SayAsync("first");
        time.Advance(TimeSpan.FromDays(20));
        await sut.SayAsync("second");

        time.Advance(TimeSpan.FromDays(20));

        Assert.Contains((await sut.RecordAsync()).Turns, turn => turn.Text == "first");
    }

    [Fact]
    public async Task Record_OfAnEarlierBuild_BeginsToAgeWithItsNextUse()
    {
        var storage = new MemoryStorage();
        await using var sut = await CreateAsync(storage);
        await sut.SayAsync("hello");
        var item = await ItemAsync(storage);
        item.LastUse = null;
        await storage.WriteAsync(new Dictionary<string, object> { [Key(sut)] = item }, default);

        time.Advance(TimeSpan.FromDays(100));

        Assert.NotEmpty((await sut.RecordAsync()).Turns);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Conversation_ThatEnds_LeavesNothing(string type, string detail)
    {
        var storage = new MemoryStorage();
        await using var sut = await CreateAsync(storage);
        await sut.SayAsync("hello");
        await storage.WriteAsync(
            new Dictionary<string, object> { [Key(sut) + "/unreadable"] = new ConversationItem { Json = "hello" } },
            default
        );

        await sut.SendAsync(Create(type, detail, sut));

        Assert.Empty(await storage.ReadAsync([Key(sut), Key(sut) + "/unreadable"], default));
    }

    public static TheoryData<string, string> Ends =>
        new()
        {
            { ActivityTypes.EndOfConversation, "" },
            { ActivityTypes.ConversationUpdate, "bot" },
            { ActivityTypes.InstallationUpdate, "remove" },
        };

    [Theory]
    [InlineData(ActivityTypes.ConversationUpdate, "user")]
    [InlineData(ActivityTypes.InstallationUpdate, "remove-upgrade")]
    [InlineData(ActivityTypes.InstallationUpdate, "add")]
    public async Task Conversation_ThatGoesOn_KeepsItsRecord(string type, string detail)
    {
        await using var sut = await CreateAsync(new MemoryStorage());
        await sut.SayAsync("hello");

        await sut.SendAsync(Create(type, detail, sut));

        Assert.NotEmpty((await sut.RecordAsync()).Turns);
    }

    [Fact]
    public async Task Sweep_OfAStorageThatLists_RemovesOldRecordsAndNothingElse()
    {
        var storage = new BoundedMemoryStorage(100, time);
        await using var sut = await CreateAsync(storage);
        await sut.SayAsync("hello");
        await storage.WriteAsync(
            new Dictionary<string, object> { ["sms/users/1"] = new ConversationItem { Json = "own" } },
            default
        );
        var sweep = sut.Services.GetRequiredService<RecordSweep>();
        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));

        time.Advance(TimeSpan.FromDays(31));
        await storage.WriteAsync(
            new Dictionary<string, object> { ["dialclip/sms/new/v1"] = new ConversationItem() },
            default
        );

        Assert.Equal(1, await sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(
            ["dialclip/sms/new/v1", "sms/users/1"],
            (await storage.ReadAsync([Key(sut), "sms/users/1", "dialclip/sms/new/v1"], default)).Keys.Order()
        );
    }

    [Fact]
    public async Task Sweep_InAHost_ComesWithTimeAndEndsWithTheHost()
    {
        var clock = new ObservableTime();
        var storage = new BoundedMemoryStorage(100, clock);
        await storage.WriteAsync(new Dictionary<string, object> { ["dialclip/a"] = new ConversationItem() }, default);
        await using var sut = await CreateAsync(storage);
        using var sweep = ActivatorUtilities.CreateInstance<RecordSweep>(sut.Services, (TimeProvider)clock);
        await sweep.StartAsync(CancellationToken.None);
        var first = await clock.NextTimerAsync();
        Assert.InRange(first, TimeSpan.Zero, RecordSweep.Interval / 2);

        clock.Advance(TimeSpan.FromDays(31));

        Assert.InRange(await clock.NextTimerAsync(), RecordSweep.Interval / 2, RecordSweep.Interval);
        Assert.Empty(await storage.ReadAsync(["dialclip/a"], default));
        Assert.Contains(sut.Logs.Lines, line => line.Id.Id == 46);
        await sweep.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Sweep_RecordThatIsUsedMeanwhile_StaysAsItIs()
    {
        var storage = new BoundedMemoryStorage(100, time);
        await storage.WriteAsync(new Dictionary<string, object> { ["dialclip/a"] = new ConversationItem() }, default);
        StoredEntry? listed = null;
        await foreach (var entry in storage.ListAsync("dialclip/", null, CancellationToken.None))
            listed = entry;

        await storage.WriteAsync(
            new Dictionary<string, object> { ["dialclip/a"] = new ConversationItem { ETag = "*" } },
            default
        );

        Assert.False(await storage.TryDeleteAsync(listed!, CancellationToken.None));
        Assert.Single(await storage.ReadAsync(["dialclip/a"], default));
    }

    [Fact]
    public async Task Memory_OfMoreConversationsThanItTakes_DropsTheOldestAndSaysSoOnce()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:MaxInMemory"] = "2" }
        );
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            sut.Adapter.Conversation.Conversation = new ConversationAccount(id: name);
            await sut.SayAsync("hello");
        }

        Assert.NotEmpty((await sut.RecordAsync()).Turns);
        sut.Adapter.Conversation.Conversation = new ConversationAccount(id: "b");
        Assert.Empty((await sut.RecordAsync()).Turns);
        Assert.Single(sut.Logs.Lines, line => line.Id.Id == 48);
    }

    private static Activity Create(string type, string detail, TurnHarness sut)
    {
        var activity = new Activity(type);
        if (type == ActivityTypes.InstallationUpdate)
            activity.Action = detail;
        if (type == ActivityTypes.ConversationUpdate)
            activity.MembersRemoved = [detail == "bot" ? sut.Adapter.Conversation.Bot : sut.Adapter.Conversation.User];
        return activity;
    }

    private static string Key(TurnHarness sut) =>
        RecordKeys.Get(sut.Adapter.Conversation.ChannelId, sut.Adapter.Conversation.Conversation.Id);

    private static async Task<ConversationItem> ItemAsync(IStorage storage) =>
        (ConversationItem)(await storage.ReadAsync([RecordKeys.Get("test", "talk")], default)).Values.Single();

    private static async Task<string> JsonAsync(IStorage storage) => (await ItemAsync(storage)).Json;

    private Task<TurnHarness> CreateAsync(IStorage storage, string retention = "30") =>
        TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:Retention"] = retention },
            services => services.AddSingleton(storage).AddSingleton<TimeProvider>(time)
        );
}
