using DialClip.Bot.Replies;
using DialClip.Bot.Suggestions;
using DialClip.Bot.Turns;
using DialClip.Experiments.Events;
using DialClip.Model.Dialog;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Turns;

public sealed class ModeTests
{
    [Fact]
    public async Task Suggest_HostBotSendsASuggestion_CountsAsShown()
    {
        await using var sut = await TurnHarness.CreateAsync(Mode("Suggest"));
        sut.HostBot = (turn, cancellationToken) =>
            turn.SendActivityAsync(turn.GetDialClipSuggestions()!.CreateReply(1), cancellationToken);

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal("Name of second", sent.Attachments[0].Name);
        var exposure = Assert.IsType<Exposure>(Assert.Single(sut.Events));
        Assert.Equal(("second", "Suggest"), (exposure.ItemId, exposure.Mode));
        Assert.NotEmpty(exposure.Channel!);
        Assert.Contains("second", exposure.Candidates!.Select(candidate => candidate.Id));
        Assert.Equal("second", Assert.Single((await sut.RecordAsync()).Impressions).ItemId);
    }

    [Fact]
    public async Task Suggest_HostBotAnswersItself_NothingCountsAsShown()
    {
        await using var sut = await TurnHarness.CreateAsync(Mode("Suggest"));
        DialClipSuggestions? suggested = null;
        sut.HostBot = async (turn, cancellationToken) =>
        {
            suggested = turn.GetDialClipSuggestions();
            suggested!.CreateReply();
            await turn.SendActivityAsync(MessageFactory.Text("mine"), cancellationToken);
        };

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal("mine", sent.Text);
        Assert.Equal(["best", "second", "third", "fourth", "fifth"], suggested!.Ranked.Select(item => item.ItemId));
        Assert.Equal((ReplyKind.Picture, ReplyReasons.PictureBest), (suggested.Kind, suggested.Reason));
        Assert.Throws<ArgumentOutOfRangeException>(() => suggested.CreateReply(5));
        Assert.Empty(sut.Events);
    }

    [Fact]
    public async Task Observe_WouldAnswer_RecordsItAndNeverSpeaks()
    {
        await using var sut = await TurnHarness.CreateAsync(Mode("Observe"));

        var sent = await sut.SayAsync("hello");

        Assert.Equal(["host: hello"], sent.Select(item => item.Text));
        var observation = Assert.IsType<Observation>(Assert.Single(sut.Events));
        Assert.Equal(("best", ReplyReasons.PictureBest), (observation.ItemId, observation.PolicyReason));
        Assert.Equal((true, false), (observation.HostBotAnswered, observation.FallbackAnswers));
        Assert.Empty((await sut.RecordAsync()).Impressions);
    }

    // What a team sees before it switches Fallback on.
    [Theory]
    [InlineData("nothing", false, true)]
    [InlineData("silence", false, false)]
    [InlineData("later", false, false)]
    [InlineData("dialog", false, false)]
    [InlineData("typing", false, true)]
    public async Task Observe_HostBotLeavesItUnanswered_RecordsWhatFallbackWouldDo(
        string hostBot,
        bool answered,
        bool fallbackAnswers
    )
    {
        var isActive = false;
        await using var sut = await TurnHarness.CreateAsync(
            Mode("Observe"),
            add: builder => builder.AddDialogGate((_, _) => ValueTask.FromResult(isActive))
        );
        if (hostBot == "silence")
            sut.Model.Pictures = [];
        sut.HostBot = async (turn, cancellationToken) =>
        {
            isActive = hostBot == "dialog";
            if (hostBot == "later")
                turn.AnswerLater();
            if (hostBot == "typing")
                await turn.SendActivityAsync(new Activity(ActivityTypes.Typing), cancellationToken);
        };

        await sut.SayAsync("hello");

        var observation = Assert.IsType<Observation>(Assert.Single(sut.Events));
        Assert.Equal((answered, fallbackAnswers), (observation.HostBotAnswered, observation.FallbackAnswers));
        Assert.Equal(hostBot == "silence" ? null : "best", observation.ItemId);
    }

    // The host bot does not wait for a model that only watches.
    [Fact]
    public async Task Observe_ModelIsSlow_TheHostBotIsCalledFirst()
    {
        await using var sut = await TurnHarness.CreateAsync(Mode("Observe"));
        var order = new List<string>();
        sut.Model.BeforeAnswer = _ =>
        {
            order.Add("model");
            return Task.CompletedTask;
        };
        sut.HostBot = (_, _) =>
        {
            order.Add("host bot");
            return Task.CompletedTask;
        };

        await sut.SayAsync("hello");

        Assert.Equal(["host bot", "model"], order);
    }

    [Fact]
    public async Task Off_AnyMessage_IsRememberedAndTheModelIsNotAsked()
    {
        await using var sut = await TurnHarness.CreateAsync(Mode("Off"));

        await sut.SayAsync("hello");

        Assert.Empty(sut.Model.Requests);
        Assert.Equal(["hello", "host: hello"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains(TurnReasons.ModeOff, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mode_OfTheChannel_StandsAboveTheOneForAll()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Channels:test:Mode"] = "Off" }
        );

        Assert.Equal(["host: hello"], (await sut.SayAsync("hello")).Select(item => item.Text));
        sut.Adapter.Conversation.ChannelId = "directline";
        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);
    }

    [Fact]
    public async Task Gate_ClosesForATurn_HostBotAnswers()
    {
        await using var sut = await TurnHarness.CreateAsync(register: services =>
            services.AddSingleton<IReplyGate>(
                new TurnGate((turn, mode) => turn.Activity.Text == "order" ? ReplyMode.Off : mode)
            )
        );

        Assert.Equal("host: order", Assert.Single(await sut.SayAsync("order")).Text);
        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.GateClosed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Gate_Throws_HostBotAnswersAndTheLogNamesTheRule()
    {
        await using var sut = await TurnHarness.CreateAsync(register: services =>
            services.AddSingleton<IReplyGate>(new TurnGate((_, _) => throw new TimeoutException()))
        );

        Assert.Equal("host: hello", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains(nameof(TurnGate), StringComparison.Ordinal));
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.GateFailed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Variant_WhoseHeadIsNotLoaded_StaysTheUnitsVariant()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?>
            {
                ["feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
                ["feature_management:feature_flags:0:enabled"] = "true",
                ["feature_management:feature_flags:0:variants:0:name"] = "treatment",
                ["feature_management:feature_flags:0:allocation:default_when_enabled"] = "treatment",
            }
        );
        sut.Model.HeadMissing = true;

        await sut.SayAsync("hello");

        var exposure = Assert.IsType<Exposure>(Assert.Single(sut.Events));
        Assert.Equal(("treatment", "head-missing"), (exposure.Variant, exposure.Reason));
    }

    [Fact]
    public async Task Variant_WhoseHeadFails_IsAnsweredByTheDefaultHead()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Model:Heads:0"] = "models/one",
                ["DialClip:Model:Heads:1"] = "models/two",
                ["DialClip:feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
                ["DialClip:feature_management:feature_flags:0:enabled"] = "true",
                ["DialClip:feature_management:feature_flags:0:variants:0:name"] = "treatment",
                ["DialClip:feature_management:feature_flags:0:variants:0:configuration_value:Head"] = "models/two",
                ["DialClip:feature_management:feature_flags:0:allocation:default_when_enabled"] = "treatment",
            }
        );
        sut.Model.BeforeAnswer = _ =>
            sut.Model.Requests[^1].Head is null ? Task.CompletedTask : throw new ArithmeticException("The head fell.");

        await sut.SayAsync("hello");

        var exposure = Assert.IsType<Exposure>(Assert.Single(sut.Events));
        Assert.Equal(("treatment", "head-failed"), (exposure.Variant, exposure.Reason));
        Assert.Equal(["models/two", null], sut.Model.Requests.Select(request => request.Head));
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Level == LogLevel.Error && line.Message.Contains("head 'models/two'", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task ShowReasons_SilentTurn_StandsOnTheHostBotsMessage(string setting, bool expected)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:ShowReasons"] = setting }
        );
        sut.Model.Pictures = [];

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal("host: hello", sent.Text);
        Assert.Equal(
            expected ? ReplyReasons.NoCandidates : null,
            (string?)((sent.ChannelData as Newtonsoft.Json.Linq.JObject)?["dialclip"]?["reason"])
        );
    }

    [Fact]
    public async Task ShowReasons_Answer_CarriesCandidatesHeadAndCatalog()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:ShowReasons"] = "true" }
        );

        var why = ((Newtonsoft.Json.Linq.JObject)Assert.Single(await sut.SayAsync("hello")).ChannelData)["dialclip"]!;

        Assert.Equal(
            ["best", "second", "third", "fourth", "fifth"],
            why["candidates"]!.Select(item => (string)item["item"]!)
        );
        Assert.Equal(
            ("Picture", "fake 1", "first 1", "Reply"),
            ((string)why["kind"]!, (string)why["head"]!, (string)why["catalog"]!, (string)why["mode"]!)
        );
        Assert.Equal(Assert.IsType<Exposure>(Assert.Single(sut.Events)).ImpressionId, (string)why["impression"]!);
    }

    private static Dictionary<string, string?> Mode(string mode) => new() { ["DialClip:Replies:Mode"] = mode };
}
