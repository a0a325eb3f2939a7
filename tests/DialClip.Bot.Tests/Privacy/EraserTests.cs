using DialClip.Bot.Privacy;
using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Tests.Turns;
using DialClip.Encoders;
using DialClip.Experiments.Events;
using DialClip.Shared.Erasure;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Privacy;

/// <summary>Erasing a conversation or a user, wherever the plugin has stored something of them.</summary>
public sealed class EraserTests
{
    private const string Anna = "+491701111111";
    private const string Ben = "+491702222222";

    [Fact]
    public async Task EraseConversation_WithARecord_LeavesNothingOfIt()
    {
        await using var sut = await CreateAsync();
        await TalkAsync(sut, "ours", Anna, "secret of anna");
        await TalkAsync(sut, "theirs", Ben, "secret of ben");
        await sut.Storage.WriteAsync(
            new Dictionary<string, object>
            {
                [RecordKeys.Get("sms", "ours") + "/unreadable"] = new Conversation.ConversationItem
                {
                    Json = "{ secret",
                },
            },
            default
        );

        var report = await sut.Eraser.EraseConversationAsync("sms", "ours");

        // The reply is an intention and an exposure.
        Assert.Equal((2, 0, 2), (report.RemovedRecords, report.ChangedRecords, report.ErasedEvents));
        Assert.Empty(report.Unreached);
        Assert.Equal([RecordKeys.Get("sms", "theirs")], await sut.KeysAsync());
        // The other conversation's reply is still an event of the experiment.
        Assert.Single(sut.Turns.Events.OfType<Exposure>());
    }

    [Fact]
    public async Task EraseConversation_OfNobody_ReportsNothing()
    {
        await using var sut = await CreateAsync();

        var report = await sut.Eraser.EraseConversationAsync("sms", "never");

        Assert.Equal((0, 0, 0), (report.RemovedRecords, report.ChangedRecords, report.ErasedEvents));
    }

    [Fact]
    public async Task EraseUser_AloneAndInAGroup_TakesTheUsersTurnsAndNoOthers()
    {
        await using var sut = await CreateAsync();
        await TalkAsync(sut, "alone", Anna, "alone with the bot");
        await TalkAsync(sut, "group", Anna, "anna in the group", isGroup: true);
        await TalkAsync(sut, "group", Ben, "ben in the group", isGroup: true);
        await TalkAsync(sut, "ben", Ben, "ben alone");

        var report = await sut.Eraser.EraseUserAsync("sms", Anna);

        Assert.Equal((1, 1, 0), (report.RemovedRecords, report.ChangedRecords, report.UnattributedRecords));
        Assert.Equal(2, report.ErasedEvents);
        var group = await sut.RecordAsync("group");
        Assert.Equal(
            ["ben in the group"],
            group.Turns.Where(turn => turn.Speaker == Speaker.User).Select(turn => turn.Text)
        );
        Assert.Single(group.Activities);
        Assert.NotEmpty((await sut.RecordAsync("ben")).Turns);
        Assert.Empty((await sut.RecordAsync("alone")).Turns);
        Assert.DoesNotContain("anna", await sut.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            sut.Turns.Services.GetRequiredService<IdHasher>().HashUser("sms", Anna),
            await sut.ContentAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task EraseUser_RatingOfAnother_GoesWithItsEvent()
    {
        await using var sut = await CreateAsync();
        await TalkAsync(sut, "group", Ben, "ben in the group", isGroup: true);
        var reply = (await sut.RecordAsync("group")).Impressions[0];
        sut.Turns.Adapter.Conversation = Reference("group", Anna, isGroup: true);
        await sut.Turns.SendAsync(
            new Activity(ActivityTypes.MessageReaction) { ReplyToId = reply.ActivityId, ReactionsAdded = [new("like")] }
        );
        Assert.Single(sut.Turns.Events.OfType<Feedback>());

        var report = await sut.Eraser.EraseUserAsync("sms", Anna);

        Assert.Equal((0, 1, 1), (report.RemovedRecords, report.ChangedRecords, report.ErasedEvents));
        Assert.Empty(sut.Turns.Events.OfType<Feedback>());
        Assert.Empty((await sut.RecordAsync("group")).Impressions[0].Ratings ?? []);
    }

    [Fact]
    public async Task EraseUser_RecordsThatNameNobody_AreCountedAndStay()
    {
        await using var sut = await CreateAsync();
        await TalkAsync(sut, "old", Anna, "said before");
        await sut
            .Turns.Services.GetRequiredService<ConversationStore>()
            .ChangeAsync(
                RecordKeys.Get("sms", "old"),
                record => record with { Turns = [.. record.Turns.Select(turn => turn with { User = null })] }
            );

        var report = await sut.Eraser.EraseUserAsync("sms", Anna);

        Assert.Equal((0, 0, 1), (report.RemovedRecords, report.ChangedRecords, report.UnattributedRecords));
        Assert.NotEmpty((await sut.RecordAsync("old")).Turns);
    }

    [Fact]
    public async Task EraseUser_StorageAndLogOfTheBot_SaysWhatIsOutOfReach()
    {
        await using var sut = await CreateAsync(new MemoryStorage(), new OwnLog());

        var report = await sut.Eraser.EraseUserAsync("sms", Anna);

        Assert.Equal(2, report.Unreached.Count);
        Assert.Contains("MemoryStorage", report.Unreached[0], StringComparison.Ordinal);
        Assert.Contains("OwnLog", report.Unreached[1], StringComparison.Ordinal);
        Assert.DoesNotContain(report.Unreached, sentence => sentence.Contains(Anna, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EraseConversation_WhileATurnRuns_WaitsForIt()
    {
        await using var sut = await CreateAsync();
        var (working, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        sut.Turns.Model.BeforeAnswer = async _ =>
        {
            working.SetResult();
            await ended.Task;
        };
        sut.Turns.Adapter.Conversation = Reference("ours", Anna, isGroup: false);
        var turn = sut.Turns.SayAsync("secret");
        await working.Task;

        var erasing = sut.Eraser.EraseConversationAsync("sms", "ours");
        Assert.False(erasing.IsCompleted);
        ended.SetResult();
        await turn;

        Assert.Equal(1, (await erasing).RemovedRecords);
        Assert.Empty(await sut.KeysAsync());
    }

    private static ConversationReference Reference(string conversation, string user, bool isGroup) =>
        new()
        {
            ChannelId = "sms",
            ServiceUrl = "https://sms.example",
            Bot = new ChannelAccount("bot"),
            User = new ChannelAccount(user),
            Conversation = new ConversationAccount(isGroup: isGroup, id: conversation),
        };

    private static async Task TalkAsync(Sut sut, string conversation, string user, string text, bool isGroup = false)
    {
        sut.Turns.Adapter.Conversation = Reference(conversation, user, isGroup);
        await sut.Turns.SayAsync(text);
    }

    private static async Task<Sut> CreateAsync(IStorage? storage = null, IExperimentLog? log = null)
    {
        storage ??= new BoundedMemoryStorage(100);
        var turns = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:AnswerUnaddressed"] = "true" },
            services =>
            {
                services.AddSingleton(storage);
                if (log is not null)
                    services.AddSingleton(log);
            }
        );
        return new(turns, storage);
    }

    private sealed class OwnLog : IExperimentLog
    {
        public void Append(ExperimentEvent item) { }
    }

    private sealed record Sut(TurnHarness Turns, IStorage Storage) : IAsyncDisposable
    {
        public IConversationEraser Eraser => Turns.Services.GetRequiredService<IConversationEraser>();

        public async Task<List<string>> KeysAsync()
        {
            var keys = new List<string>();
            await foreach (var entry in ((BoundedMemoryStorage)Storage).ListAsync("", null, CancellationToken.None))
                keys.Add(entry.Key);
            return keys;
        }

        public async Task<string> ContentAsync() =>
            string.Concat(
                (await Storage.ReadAsync([.. await KeysAsync()], default))
                    .Values.Cast<Conversation.ConversationItem>()
                    .Select(item => item.Json)
            );

        public async Task<ConversationRecord> RecordAsync(string conversation) =>
            (
                await Turns
                    .Services.GetRequiredService<ConversationStore>()
                    .LoadAsync(RecordKeys.Get("sms", conversation), TimeSpan.FromMinutes(1), CancellationToken.None)
            ).Record;

        public ValueTask DisposeAsync() => Turns.DisposeAsync();
    }
}
