using DialClip.Bot.Replies;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The same by HTTP, through the real adapter: statuses, headers and bodies of both directions.</summary>
public sealed class HttpTranscriptTests
{
    [Fact]
    public async Task ExistingBot_ByHttp_BehavesAsApproved()
    {
        await using var without = await PlayAsync(null, null);

        without.Transcript.AssertApproved(Scripts.Http.Name);
    }

    [Theory]
    [InlineData("Ignore", "'mode-ignore'")]
    [InlineData("Observe", "'Observed'")]
    [InlineData("Suggest", "'Suggested'")]
    [InlineData("Off", "'mode-off'")]
    public async Task ExistingBot_ByHttpInAMuteMode_BehavesAsWithoutThePlugin(string mode, string logged)
    {
        await using var without = await PlayAsync(null, null);

        await using var with = await PlayAsync(new() { ["DialClip:Replies:Mode"] = mode }, OneTextModel.Sure);

        AssertSame(without, with, logged);
    }

    [Fact]
    public async Task ExistingBot_ByHttpInFallback_BehavesAsWithoutThePlugin()
    {
        var answered = Scripts.Http.Without("swear");
        await using var without = await PlayAsync(null, null, answered);

        await using var with = await PlayAsync(
            new() { ["DialClip:Replies:Mode"] = "Fallback" },
            OneTextModel.Sure,
            answered
        );

        AssertSame(without, with, "'host-answered'");
    }

    [Fact]
    public async Task ExistingBot_ByHttpWithoutAModel_BehavesAsWithoutThePlugin()
    {
        await using var without = await PlayAsync(null, null);

        await using var with = await PlayAsync([], null);

        AssertSame(without, with, "'no-model'");
    }

    [Fact]
    public async Task ExistingBot_ByHttpNothingFitsInTheRealModel_BehavesAsWithoutThePlugin()
    {
        using var bundle = new TinyBundle();
        await bundle.WriteAllAsync();
        await using var without = await PlayAsync(null, null);

        await using var with = await PlayAsync(
            new(Bot.BotHarness.Answering(false))
            {
                ["DialClip:Replies:Mode"] = "Reply",
                ["DialClip:Store:Path"] = bundle.Root,
                ["DialClip:Model:Backbone"] = TinyBundle.BackbonePath,
                ["DialClip:Model:Catalog"] = TinyBundle.CatalogPath,
                ["DialClip:Model:Heads:0"] = TinyBundle.HeadPath,
            },
            null
        );

        AssertSame(without, with, "'below-min-score'");
    }

    private static async Task<ShopHost> PlayAsync(
        Dictionary<string, string?>? plugin,
        IResponseModel? model,
        Script? script = null
    )
    {
        var host = await ShopHost.StartAsync(plugin, model);
        await host.PlayAsync(script ?? Scripts.Http);
        return host;
    }

    private static void AssertSame(ShopHost without, ShopHost with, string logged)
    {
        Assert.Equal(without.Transcript.ToString(), with.Transcript.ToString());
        Assert.Contains(with.Logs.Lines, line => line.Message.Contains(logged, StringComparison.Ordinal));
    }
}
