using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>One message at start names everything that is wrong with the settings.</summary>
public sealed class SettingsAtStartTests
{
    private static readonly Dictionary<string, string> Wrong = new()
    {
        ["DialClip:Store:Retries"] = "99",
        ["DialClip:Model:Threads"] = "-1",
        ["DialClip:Model:Provider"] = "Abacus",
        ["DialClip:Conversation:HistoryTurns"] = "0",
        ["DialClip:Timeouts:Turn"] = "soon",
        ["DialClip:Replies:Mode"] = "Shout",
        ["DialClip:Replies:Channels:msteams:Mode"] = "Whisper",
        ["DialClip:Replies:Channels:msteams:Volume"] = "11",
        ["DialClip:Replies:Tpo"] = "3",
        ["DialClip:Replies:MinConfidence"] = "70",
        ["DialClip:Replies:SilenceProbability"] = "0,3",
        ["DialClip:Replies:MinScorePicture"] = "-1.5",
        ["DialClip:Replies:MinScoreText"] = "NaN",
        ["DialClip:Replies:MinMargin"] = "-0.1",
        ["DialClip:Replies:TextMargin"] = "3",
        ["DialClip:Replies:MinBytesPerToken"] = "17",
        ["DialClip:Attachments:MaxBytes"] = "many",
        ["DialClip:Experiments:Faeture"] = "x",
        ["DialClip:Media:CacheBytes"] = "1",
    };

    [Fact]
    public async Task Start_AnyHostWithThePlugin_NamesEverySettingInOneMessage()
    {
        var builder = new HostBuilder()
            .ConfigureAppConfiguration(configuration =>
                configuration.AddInMemoryCollection(
                    Wrong.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                )
            )
            .ConfigureServices(
                (context, services) => services.AddDialClip(context.Configuration.GetSection("DialClip"))
            );
        using var host = builder.Build();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        AssertNamesAll(error.Message, Wrong.Keys);
    }

    private static void AssertNamesAll(string message, IEnumerable<string> settings) =>
        Assert.All(
            settings,
            setting =>
                Assert.True(
                    message.Split($"'{setting}'").Length == 2,
                    $"'{setting}' stands {message.Split($"'{setting}'").Length - 1} times in: {message}"
                )
        );
}
