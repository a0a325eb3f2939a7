using DialClip.Bot.State;
using DialClip.Encoders;
using DialClip.Experiments.Events;
using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Bot;

public sealed class DialClipMiddlewareTests
{
    [Fact]
    public async Task OnTurn_AnswerFound_SendsItsPictureAndLogsTheExposure()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));
        Activity? reply = null;

        await sut.Flow()
            .Send("hello")
            .AssertReply(activity => reply = (Activity)activity)
            .AssertNoReply(timeout: 50)
            .StartTestAsync();

        var attachment = Assert.Single(reply!.Attachments);
        Assert.StartsWith("https://test.com/media/", attachment.ContentUrl, StringComparison.Ordinal);
        Assert.Contains(attachment.ContentType, new[] { "image/svg+xml", "image/bmp" });
        Assert.Empty(sut.HostBotReceived);
        var exposure = Assert.IsType<Exposure>(Assert.Single(sut.Events));
        Assert.Equal(
            ("only", "DialClip.Retrieval", attachment.Name),
            (exposure.Variant, exposure.Experiment, exposure.ItemId)
        );
        Assert.DoesNotContain(
            "user1",
            File.ReadAllText(Assert.Single(ExperimentLogFiles.Find(sut.LogFile))),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task OnTurn_NothingFits_LetsTheHostBotAnswer()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(false));

        await sut.Flow().Test("hello", "host: hello").StartTestAsync();

        Assert.Empty(sut.Events);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(ReplyReasons.BelowMinScore, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(sut.Logs.Lines, line => line.Message.Contains("hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnTurn_NoModelLoaded_LogsOnceAndLetsTheHostBotAnswer()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true), load: false);

        await sut.Flow()
            .Test("hello", "host: hello")
            .Test("again", "host: again")
            .Test("stop", "host: stop")
            .StartTestAsync();

        // Why, and what follows from it; 'stop' is the bot's own while there is nothing to stop.
        Assert.Equal(
            ["The model could not be loaded.", "No model is loaded:"],
            sut.Logs.Lines.Where(line => line.Level >= LogLevel.Warning)
                .Select(line => line.Message)
                .Where(message => !message.Contains("IStorage", StringComparison.Ordinal))
                .Select(message => message[..(message.IndexOfAny(['.', ':']) + 1)])
        );
        Assert.Equal(6, (await RecordAsync(sut)).Turns.Length);
    }

    [Fact]
    public async Task OnTurn_BothSidesSpeak_RemembersTheirTurnsWithFeatures()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(false));

        await sut.Flow().Test("hello", "host: hello").StartTestAsync();

        var turns = (await RecordAsync(sut)).Turns;
        Assert.Equal(
            [(Speaker.User, "hello"), (Speaker.Bot, "host: hello")],
            turns.Select(turn => (turn.Speaker, turn.Text!))
        );
        Assert.All(turns, turn => Assert.NotNull(turn.Feature));
    }

    [Fact]
    public async Task OnTurn_OwnPictureReply_IsRememberedByItsId()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));

        await sut.Flow().Send("hello").AssertReply(_ => { }).StartTestAsync();

        var record = await RecordAsync(sut);
        Assert.Equal((Speaker.Bot, Modality.Picture), (record.Turns[^1].Speaker, record.Turns[^1].Modality));
        Assert.Equal(record.Turns[^1].PictureId, Assert.Single(record.Impressions).ItemId);
    }

    [Fact]
    public async Task OnTurn_SameReplyAgain_IsNotRepeatedWithinTheLimit()
    {
        await using var sut = await BotHarness.CreateAsync(
            new Dictionary<string, string?>(BotHarness.Answering(true)) { ["DialClip:Replies:NoRepeat"] = "2" }
        );
        var sent = new List<string>();

        await sut.Flow()
            .Send("hello")
            .AssertReply(Take)
            .Send("hello")
            .AssertReply(Take)
            .Send("hello")
            .AssertReply(Take)
            .StartTestAsync();

        Assert.Equal(3, sent.Distinct().Count());

        void Take(IActivity activity) => sent.Add(((Activity)activity).Attachments[0].Name);
    }

    [Fact]
    public async Task OnTurn_SameClientActivityTwice_IsAnsweredOnce()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(false));

        await sut.Flow()
            .Send(Again())
            .AssertReply("host: hello")
            .Send(Again())
            .AssertNoReply(timeout: 50)
            .StartTestAsync();

        Assert.Single(sut.HostBotReceived);

        static Activity Again() =>
            new(ActivityTypes.Message)
            {
                Text = "hello",
                ChannelData = new JObject { ["clientActivityID"] = "c1" },
            };
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task OnTurn_InAGroup_AnswersOnlyWhenMentioned(bool mentioned, bool answers)
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));
        sut.Adapter.Conversation.Conversation.IsGroup = true;
        var message = new Activity(ActivityTypes.Message) { Text = mentioned ? "<at>Bot</at> hello" : "hello" };
        var mention = new Entity();
        mention.SetAs(
            new Mention
            {
                Mentioned = sut.Adapter.Conversation.Bot,
                Text = "<at>Bot</at>",
                Type = "mention",
            }
        );
        if (mentioned)
            message.Entities = [mention];
        Activity? reply = null;

        await sut.Flow().Send(message).AssertReply(activity => reply = (Activity)activity).StartTestAsync();

        Assert.Equal(answers, reply!.Attachments?.Count > 0);
        Assert.Equal("hello", (await RecordAsync(sut)).Turns[0].Text);
    }

    [Fact]
    public async Task OnTurn_PictureAlone_IsTheInput()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));
        var message = new Activity(ActivityTypes.Message)
        {
            Attachments =
            [
                new Attachment(
                    "image/png",
                    "data:image/bmp;base64," + Convert.ToBase64String(TinyBundle.Bmp(250, 10, 20))
                ),
            ],
        };

        await sut.Flow()
            .Send(message)
            .AssertReply(activity => Assert.Single(((Activity)activity).Attachments))
            .StartTestAsync();

        var turn = (await RecordAsync(sut)).Turns[0];
        Assert.Equal((Speaker.User, Modality.Picture), (turn.Speaker, turn.Modality));
        Assert.NotNull(turn.Feature);
    }

    [Fact]
    public async Task OnTurn_UnusablePicture_BecomesATextTurn()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(false));
        var message = new Activity(ActivityTypes.Message)
        {
            Text = "look",
            Attachments =
            [
                new Attachment("image/png", "data:image/png;base64,AAAA"),
                new Attachment("image/png", "https://elsewhere.example/a.png"),
            ],
        };

        await sut.Flow().Send(message).AssertReply("host: look").StartTestAsync();

        Assert.Equal(
            2,
            sut.Logs.Lines.Count(line =>
                line.Level == LogLevel.Warning && line.Message.Contains("is refused", StringComparison.Ordinal)
            )
        );
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("AllowedHosts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnTurn_MessageOfAMegabyte_IsAnsweredAndCutInMemory()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));

        await sut.Flow()
            .Send(new string('x', 1_000_000))
            .AssertReply(activity => Assert.Single(((Activity)activity).Attachments))
            .StartTestAsync();

        Assert.Equal(2000, (await RecordAsync(sut)).Turns[0].Text!.Length);
    }

    [Fact]
    public async Task OnTurn_StorageFails_StaysSilentAndLogs()
    {
        await using var sut = await BotHarness.CreateAsync(
            BotHarness.Answering(true),
            services => services.AddSingleton<Microsoft.Bot.Builder.IStorage, BrokenStorage>()
        );

        // Whether the plugin was told to stop cannot be known.
        await sut.Flow()
            .Test("hello", "host: hello")
            .Send(Click("like", "any"))
            .AssertNoReply(timeout: 50)
            .StartTestAsync();

        Assert.Equal(
            3,
            sut.Logs.Lines.Count(line =>
                line.Level == LogLevel.Error
                && line.Message.Contains("Failed to read or save", StringComparison.Ordinal)
            )
        );
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("memory-failed", StringComparison.Ordinal));
        Assert.Equal(["hello", "event"], sut.HostBotReceived);
    }

    [Fact]
    public async Task OnTurn_HostBotThrows_TheTurnIsRememberedAndTheErrorFlows()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(false));

        await Assert.ThrowsAsync<TimeoutException>(() =>
            sut.Adapter.ProcessActivityAsync(
                new Activity(ActivityTypes.Message) { Text = "hello" },
                (_, _) => throw new TimeoutException()
            )
        );

        Assert.Equal("hello", Assert.Single((await RecordAsync(sut)).Turns).Text);
    }

    [Fact]
    public async Task OnTurn_FeedbackForOwnReply_IsLoggedAndStopsThere()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));
        var impression = "";

        await sut.Flow()
            .Send("hello")
            .AssertReply(activity => impression = GetImpression((Activity)activity))
            .StartTestAsync();
        await sut.Flow()
            .Send(Click("like", impression))
            .Send(Click("dislike", impression))
            .AssertNoReply(timeout: 50)
            .StartTestAsync();

        var feedback = sut.Events.OfType<Feedback>().ToList();
        Assert.Equal([true, false], feedback.Select(item => item.Liked));
        Assert.All(feedback, item => Assert.Equal(impression, item.ImpressionId));
        Assert.Empty(sut.HostBotReceived);
    }

    [Fact]
    public async Task OnTurn_FeedbackForAnotherReply_ReachesTheHostBot()
    {
        await using var sut = await BotHarness.CreateAsync(BotHarness.Answering(true));

        await sut.Flow().Send(Click("like", "somebody-elses")).AssertNoReply(timeout: 50).StartTestAsync();

        Assert.Equal(["event"], sut.HostBotReceived);
        Assert.Empty(sut.Events);
    }

    private static string GetImpression(Activity reply)
    {
        var template = (string)JObject.FromObject(reply.Entities[0])["potentialAction"]![0]!["target"]!["urlTemplate"]!;
        return template[(template.IndexOf("&imp=", StringComparison.Ordinal) + 5)..];
    }

    private static Activity Click(string interaction, string impression) =>
        new(ActivityTypes.Event)
        {
            Name = "webchat:activity-status/feedback",
            Entities =
            [
                new Entity("https://schema.org/LikeAction")
                {
                    Properties = new JObject
                    {
                        ["target"] = new JObject
                        {
                            ["urlTemplate"] = $"ms-directline://postback?interaction={interaction}&imp={impression}",
                        },
                    },
                },
            ],
        };

    private static async Task<ConversationRecord> RecordAsync(BotHarness sut)
    {
        var key = ConversationStore.GetKey(
            new Activity
            {
                ChannelId = sut.Adapter.Conversation.ChannelId,
                Conversation = sut.Adapter.Conversation.Conversation,
            }
        );
        return await sut.Services.GetRequiredService<ConversationStore>().ReadAsync(key);
    }

    private sealed class BrokenStorage : Microsoft.Bot.Builder.IStorage
    {
        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => throw new IOException("The storage is away.");

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            throw new IOException("The storage is away.");

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
            throw new IOException("The storage is away.");
    }
}
