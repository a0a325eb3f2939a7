using DialClip.Bot.Replies;
using DialClip.Bot.Tests.Bot;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Thresholds of 'DialClip:Replies' replace the head's own, and a variant's replace both.</summary>
public sealed class ThresholdSettingsTests
{
    // The fake model's best picture has cosine 0.9, the next 0.8; its probability of silence is 0.2; its texts have two
    // bytes a token.
    [Theory]
    [InlineData("MinConfidence", "0.5", null)]
    [InlineData("MinConfidence", "0.51", ReplyReasons.BelowMinConfidence)]
    [InlineData("SilenceProbability", "0.21", null)]
    [InlineData("SilenceProbability", "0.2", ReplyReasons.SilenceIntent)]
    [InlineData("MinScorePicture", "0.9", null)]
    [InlineData("MinScorePicture", "0.91", ReplyReasons.BelowMinScore)]
    [InlineData("MinBytesPerToken", "2", null)]
    [InlineData("MinBytesPerToken", "2.1", ReplyReasons.UnfamiliarText)]
    [InlineData("MinMargin", "0.09", null)]
    [InlineData("MinMargin", "0.11", ReplyReasons.Ambiguous)]
    public async Task Message_ThresholdInSettings_DecidesOnSilence(string name, string value, string? reason)
    {
        await using var sut = await TurnHarness.CreateAsync(Settings((name, value)));
        sut.Model.Confidence = 0.5f;

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal(reason is null ? null : "host: hello", sent.Text);
        Assert.Equal(
            reason is not null,
            sut.Logs.Lines.Any(line => reason is not null && line.Message.Contains(reason, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("MinScoreText", "0.9", "The text best")]
    [InlineData("MinScoreText", "0.91", null)]
    [InlineData("TextMargin", "0.1", null)]
    [InlineData("TextMargin", "0", "The text best")]
    public async Task Message_ThresholdsOfTexts_DecideBetweenTheKinds(string name, string value, string? expected)
    {
        await using var sut = await TurnHarness.CreateAsync(Settings((name, value)));
        sut.Model.Texts = ["best"];
        sut.Model.Intent = new(0.3f, 0.5f, 0.2f);

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal(expected, sent.Text);
    }

    [Fact]
    public async Task Message_VariantWithThreshold_OverridesTheSettings()
    {
        var settings = BotHarness.Answering(true);
        settings["DialClip:Replies:MinScorePicture"] = "1";
        settings["DialClip:Replies:Mode"] = nameof(ReplyMode.Reply);
        await using var sut = await TurnHarness.CreateAsync(settings);

        var sent = Assert.Single(await sut.SayAsync("hello"));

        Assert.Null(sent.Text);
    }

    private static Dictionary<string, string?> Settings((string Name, string Value) threshold) =>
        new()
        {
            ["DialClip:Replies:Mode"] = nameof(ReplyMode.Reply),
            ["DialClip:Replies:" + threshold.Name] = threshold.Value,
        };
}
