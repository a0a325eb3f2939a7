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
        ["mode Observe"] = (PluginSetup.In(ReplyMode.Observe, OneTextModel.Sure), "'Observed'"),
        ["mode Suggest, unused"] = (PluginSetup.In(ReplyMode.Suggest, OneTextModel.Sure), "'Suggested'"),
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
    private static readonly string[] Mute = ["mode Observe", "mode Suggest, unused", "mode Off"];
    private static readonly string[] MuteByGate = ["gate closed", "gate says Observe", "gate fails"];

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
        await using var without = await ShopRun.PlayAsync(FindScript(script), null);

        await using var with = await ShopRun.PlayAsync(FindScript(script), plugin with { First = first });

        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(with.Logs.Lines, line => line.Message.Contains(logged, StringComparison.Ordinal));
        Assert.NotEqual(0, with.Storage.UsesByPlugin);
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
