using DialClip.Bot.Telemetry;

namespace DialClip.Bot.Tests;

public sealed class ChannelTagTests
{
    [Theory]
    [InlineData("msteams", "msteams")]
    [InlineData("MsTeams", "msteams")]
    [InlineData("webchat", "webchat")]
    [InlineData("made-up-4711", "other")]
    [InlineData("", "other")]
    [InlineData(null, "other")]
    public void GetChannelTag_AnyChannel_IsOneOfFew(string? channel, string tag) =>
        Assert.Equal(tag, BotTelemetry.GetChannelTag(channel));
}
