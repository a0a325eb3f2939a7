using DialClip.Bot.Replies;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>
/// Bots in the shapes of the SDK's samples: with the plugin, whose model is sure of an answer to anything, all that
/// they send, update, delete and store stays byte for byte what it was.
/// </summary>
public sealed class SampleBotTests
{
    private static readonly Dictionary<string, Func<Sample>> Samples = new Func<Sample>[]
    {
        () => new MultiTurnSample(),
        () => new CardsSample(),
        () => new TeamsSample(),
        () => new SuggestedActionsSample(),
        () => new AttachmentsSample(),
        () => new ProactiveSample(),
        () => new OwnStateSample(),
        () => new WelcomeSample(),
        () => new BackgroundSample(),
    }.ToDictionary(create => create().Name);

    private static readonly ReplyMode[] MuteModes =
    [
        ReplyMode.Fallback,
        ReplyMode.Suggest,
        ReplyMode.Observe,
        ReplyMode.Off,
        ReplyMode.Ignore,
    ];

    public static TheoryData<string> Names => [.. Samples.Keys];

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var name in Samples.Keys)
            foreach (var mode in MuteModes)
                runs.Add(name, mode.ToString());
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bot_WithoutThePlugin_BehavesAsApproved(string name)
    {
        await using var without = await SampleRun.PlayAsync(Samples[name](), null);

        without.Transcript.AssertApproved("Sample-" + name.Replace(' ', '-'));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Bot_PluginDoesNotSpeakFirst_BehavesAsWithoutIt(string name, string mode)
    {
        await using var without = await SampleRun.PlayAsync(Samples[name](), null);

        await using var with = await SampleRun.PlayAsync(Samples[name](), Enum.Parse<ReplyMode>(mode));

        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(with.Logs.Lines, line => line.Message.Contains($"mode '{mode}'", StringComparison.Ordinal));
    }

    // What the user asks the bot for is left to the bot here, as the thresholds do; all else the plugin is sure of.
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bot_PluginSpeaksFirstBehindTheGate_IsUsable(string name)
    {
        await using var without = await SampleRun.PlayAsync(Samples[name](), null);

        await using var with = await SampleRun.PlayAsync(
            Samples[name](),
            ReplyMode.Reply,
            CreateModel(Samples[name]()),
            hasGate: true
        );

        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
    }

    // Or the test above would prove nothing: of each message that it leaves to the bot, the plugin alone is sure.
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_ToABotThatOffersAndExpectsNothing_WouldBeAnswered(string name)
    {
        var sample = Samples[name]();
        var texts = sample
            .Steps.Select(step => step.Activity?.Invoke())
            .OfType<Activity>()
            .Where(activity => activity.Type == ActivityTypes.Message && !string.IsNullOrEmpty(activity.Text))
            .Select(activity => activity.Text.Replace("<at>Bot</at> ", "", StringComparison.Ordinal))
            .Except(sample.Requests)
            .ToList();
        Assert.NotEmpty(texts.Concat(sample.Requests));

        foreach (var text in texts)
        {
            await using var run = new ShopRun(
                Scripts.OneToOne.Conversation(),
                new()
                {
                    Model = CreateModel(sample),
                    Settings = new() { ["Conversation:StopCommand"] = "" },
                }
            );
            Assert.Equal([OneTextModel.Answer], await run.SayAsync(text));
        }
    }

    // What the gate is for: a question that is plain text looks like any other message.
    [Theory]
    [InlineData("multi-turn prompts")]
    [InlineData("state without services")]
    public async Task Bot_WithDialogsThePluginSpeaksFirstWithoutAGate_IsInterrupted(string name)
    {
        await using var without = await SampleRun.PlayAsync(Samples[name](), null);

        await using var with = await SampleRun.PlayAsync(
            Samples[name](),
            ReplyMode.Reply,
            CreateModel(Samples[name]())
        );

        Assert.NotEqual(without.Transcript.ToString(), with.Transcript.ToString());
    }

    // And the other way round: the plugin that speaks first takes what the bot does not keep from it.
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bot_PluginSpeaksFirstAndIsSureOfAnything_BehavesOtherwise(string name)
    {
        if (Samples[name]().Requests.Count == 0)
            return;
        await using var without = await SampleRun.PlayAsync(Samples[name](), null);

        await using var with = await SampleRun.PlayAsync(Samples[name](), ReplyMode.Reply, hasGate: true);

        Assert.NotEqual(without.Transcript.ToString(), with.Transcript.ToString());
    }

    private static OneTextModel CreateModel(Sample sample) =>
        new(text => sample.Requests.Contains(text.Trim()) ? 0.1f : 0.9f);
}
