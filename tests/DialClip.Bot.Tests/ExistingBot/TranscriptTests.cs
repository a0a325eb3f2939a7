using DialClip.Bot.Replies;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// Where the plugin does not answer, all that leaves the existing bot is byte for byte what it was without the plugin.
/// </summary>
public sealed class TranscriptTests
{
    // By name: how the plugin is kept from answering, and what its log must then say.
    private static readonly Dictionary<string, (PluginSetup Plugin, string Logged)> Abstentions = new()
    {
        ["score below the threshold"] = (new() { Model = OneTextModel.Unsure }, "'below-min-score'"),
        ["silence is likely"] = (new() { Model = OneTextModel.Quiet }, "'silence-intent'"),
        ["mode Fallback"] = (PluginSetup.In(ReplyMode.Fallback, OneTextModel.Sure), "'host-answered'"),
        ["mode Observe"] = (PluginSetup.In(ReplyMode.Observe, OneTextModel.Sure), "'Observed'"),
        ["mode Suggest, unused"] = (PluginSetup.In(ReplyMode.Suggest, OneTextModel.Sure), "'Suggested'"),
        ["mode Ignore"] = (PluginSetup.In(ReplyMode.Ignore, OneTextModel.Sure), "'mode-ignore'"),
        ["gate says Ignore"] = (PluginSetup.Behind(new FixedGate(ReplyMode.Ignore)), "'gate-closed'"),
        ["mode Off"] = (PluginSetup.In(ReplyMode.Off, OneTextModel.Sure), "'mode-off'"),
        ["gate closed"] = (PluginSetup.Behind(new FixedGate(ReplyMode.Off)), "'gate-closed'"),
        ["gate says Observe"] = (PluginSetup.Behind(new FixedGate(ReplyMode.Observe)), "'Observed'"),
        ["gate fails"] = (PluginSetup.Behind(new FixedGate(null)), "'gate-failed'"),
        ["no model"] = (new(), "'no-model'"),
        ["retrieval fails"] = (new() { Model = OneTextModel.Broken }, "'retrieval-failed'"),
        ["time is up"] = (
            new()
            {
                Model = OneTextModel.Late,
                Settings = new() { ["Timeouts:Turn"] = "00:00:00.1" },
            },
            "'budget-spent'"
        ),
        ["stopped"] = (new() { Model = OneTextModel.Sure, Stopped = true }, "'stopped'"),
        ["storage away"] = (new() { Model = OneTextModel.Unsure, Fault = StorageFault.Away }, "Failed to read or save"),
        ["storage conflicts"] = (
            new() { Model = OneTextModel.Unsure, Fault = StorageFault.Conflicts },
            "Failed to read or save"
        ),
    };

    private static readonly Script[] Conversations = [Scripts.OneToOne, Scripts.Group, Scripts.Teams];

    // Where the plugin never speaks, its commands are words like any other, and what a channel delivers twice is the
    // bot's own business.
    private static readonly string[] Mute =
    [
        "mode Fallback",
        "mode Observe",
        "mode Suggest, unused",
        "mode Off",
        "mode Ignore",
    ];
    private static readonly string[] MuteByGate =
    [
        "gate closed",
        "gate says Observe",
        "gate says Ignore",
        "gate fails",
    ];
    private static readonly string[] Ignoring = ["mode Ignore", "gate says Ignore", "gate fails"];

    public static TheoryData<string, string, bool> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, bool>();
            foreach (var first in new[] { false, true })
            {
                foreach (var reason in Abstentions.Keys)
                foreach (var script in Conversations)
                    runs.Add(script.Name, reason, first);
                foreach (var reason in Mute.Concat(MuteByGate))
                    runs.Add(Scripts.Commands.Name, reason, first);
                foreach (var reason in Mute)
                    runs.Add(Scripts.Twice.Name, reason, first);
            }
            return runs;
        }
    }

    [Theory]
    [InlineData("OneToOne")]
    [InlineData("Group")]
    [InlineData("Unaddressed")]
    [InlineData("Teams")]
    [InlineData("Commands")]
    [InlineData("Twice")]
    public async Task ExistingBot_WithoutThePlugin_BehavesAsApproved(string script)
    {
        await using var without = await ShopRun.PlayAsync(FindScript(script), null);

        without.Transcript.AssertApproved(script);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task ExistingBot_PluginAbstains_BehavesAsWithoutIt(string script, string reason, bool first)
    {
        var (plugin, logged) = Abstentions[reason];
        var played = FindScript(script);
        // The one message that the bot leaves to its own middleware: see below.
        if (reason == "mode Fallback" && !first)
            played = played.Without("swear");
        await using var without = await ShopRun.PlayAsync(played, null);

        await using var with = await ShopRun.PlayAsync(played, plugin with { First = first });

        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(with.Logs.Lines, line => line.Message.Contains(logged, StringComparison.Ordinal));
        Assert.True(Ignoring.Contains(reason) || with.Storage.UsesByPlugin > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExistingBot_NotAddressed_BehavesAsWithoutThePlugin(bool first)
    {
        await using var without = await ShopRun.PlayAsync(Scripts.Unaddressed, null);

        await using var with = await ShopRun.PlayAsync(
            Scripts.Unaddressed,
            new() { Model = OneTextModel.Sure, First = first }
        );

        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(with.Logs.Lines, line => line.Message.Contains("'not-addressed'", StringComparison.Ordinal));
    }

    // The plugin answers what everything behind it has left unanswered: a middleware that speaks when nobody did is
    // asked before it where it stands behind it, and after it otherwise.
    [Theory]
    [InlineData(true, "Pardon?")]
    [InlineData(false, OneTextModel.Answer)]
    public async Task ExistingBot_MiddlewareSpeaksWhenNobodyDid_TheOrderDecides(bool first, string expected)
    {
        var plugin = PluginSetup.In(ReplyMode.Fallback, OneTextModel.Sure) with { First = first };
        await using var sut = new ShopRun(Scripts.OneToOne.Conversation(), plugin);

        Assert.Equal([expected], await sut.SayAsync("swear"));
    }

    // The other way round, or none of the above would prove anything.
    [Fact]
    public async Task ExistingBot_PluginIsSure_BehavesOtherwise()
    {
        await using var without = await ShopRun.PlayAsync(Scripts.OneToOne, null);

        await using var with = await ShopRun.PlayAsync(Scripts.OneToOne, new() { Model = OneTextModel.Sure });

        Assert.NotEqual(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(OneTextModel.Answer, with.Transcript.ToString(), StringComparison.Ordinal);
    }

    private static Script FindScript(string name) => Scripts.All.Single(script => script.Name == name);
}
