using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        // Ten of a section are named.
        ["DialClip:Replies:TextMargin"] = "3",
        ["DialClip:Attachments:MaxBytes"] = "many",
        ["DialClip:Experiments:Faeture"] = "x",
        ["DialClip:Media:CacheBytes"] = "1",
        ["DialClip:Reply:Mode"] = "Observe",
        ["DialClip:BaseUrl"] = "https://bot.example/media/",
        ["DialClip:feature_management:feature_flags:0:id"] = "",
    };

    // What the messages name: of a misspelled section, the section.
    private static readonly IEnumerable<string> Named = Wrong.Keys.Select(key => key.Replace("Reply:Mode", "Reply"));

    [Fact]
    public async Task Start_AnyHostWithThePlugin_NamesEverySettingInOneMessage()
    {
        var logs = new FakeLoggerProvider();
        using var host = BuildHost(Wrong, logs);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        AssertNamesAll(error.Message, Named);
        // Nothing has begun that would have to end.
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Warning && !IsOfTheHost(line.Message));
    }

    [Fact]
    public void UseDialClip_BeforeTheHostStarts_NamesEverySettingInOneMessage()
    {
        using var host = BuildHost(Wrong, new());

        var error = Assert.Throws<OptionsValidationException>(() => new TestAdapter().UseDialClip(host.Services));

        AssertNamesAll(error.Message, Named);
    }

    [Fact]
    public void Adapter_ThatTakesItsMiddlewareBeforeTheHostStarts_NamesEverySettingInOneMessage()
    {
        using var host = BuildHost(Wrong, new());

        var error = Assert.Throws<OptionsValidationException>(() => host.Services.GetServices<IMiddleware>().ToList());

        AssertNamesAll(error.Message, Named);
    }

    [Theory]
    [InlineData("DialClip:Reply:Mode", "'DialClip:Reply' is not a setting", "Did you mean 'Replies'?")]
    [InlineData("DialClip:Replise:Top", "'DialClip:Replise' is not a setting", "Did you mean 'Replies'?")]
    [InlineData("DialClip:Mode", "'DialClip:Mode' is not a setting", "Did you mean 'DialClip:Replies:Mode'?")]
    [InlineData("DialClip:BaseUrl", "'DialClip:BaseUrl' is not a setting", "Did you mean 'DialClip:Media:BaseUrl'?")]
    [InlineData("DialClip:Otlp:Endpoint", "'DialClip:Otlp' is not a setting", "expected one of 'Attachments', ")]
    [InlineData("DialClip:Replies:Tpo", "'DialClip:Replies:Tpo' is not a setting", "Did you mean 'Top'?")]
    [InlineData("DialClip:featuremanagement:x", "'DialClip:featuremanagement' is", "mean 'feature_management'?")]
    public async Task Start_MisspelledName_IsRefusedWithTheNearest(string setting, params string[] parts)
    {
        using var host = BuildHost(new() { [setting] = "1" }, new());

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.All(parts, part => Assert.Contains(part, Assert.Single(error.Failures), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DialClip:Storage:Kind")]
    [InlineData("DialClip:DirectLine:Enabled")]
    public async Task Start_SectionOfTheSampleHost_IsKnown(string setting)
    {
        using var host = BuildHost(new() { [setting] = "x", ["DialClip:Store:Path"] = "none" }, new());

        await host.StartAsync();
        await host.StopAsync();
    }

    [Theory]
    [InlineData("DialClip:Replies:Top", "DialClip", LogLevel.Information, "read from the section 'DialClip'")]
    [InlineData("Other:Name", "DialClip", LogLevel.Information, "The section 'DialClip' has no settings")]
    [InlineData("DialClip:Replies:Top", "Bot:Plugin", LogLevel.Warning, "the bot's section 'DialClip' is not read")]
    public async Task Start_Section_IsSaidWhichOneIsRead(string setting, string section, LogLevel level, string said)
    {
        var logs = new FakeLoggerProvider();
        using var host = BuildHost(new() { [setting] = "5" }, logs, section);

        await host.StartAsync();
        await host.StopAsync();

        Assert.Single(logs.Lines, line => line.Level == level && line.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ComponentWithoutSettingsPrefix_IsRefusedWhereTheBotHasSettingsForIt()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["DialClip:Replies:Mode"] = "Observe";
        new DialClipBotComponent().ConfigureServices(builder.Services, new ConfigurationBuilder().Build());
        builder.Services.AddHttpClient();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("\"settingsPrefix\": \"DialClip\"", error.Message, StringComparison.Ordinal);
    }

    private static IHost BuildHost(
        Dictionary<string, string> settings,
        FakeLoggerProvider logs,
        string section = "DialClip"
    ) =>
        new HostBuilder()
            .ConfigureAppConfiguration(configuration =>
                configuration.AddInMemoryCollection(
                    settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                )
            )
            .ConfigureLogging(logging => logging.AddProvider(logs))
            .ConfigureServices((context, services) => services.AddDialClip(context.Configuration.GetSection(section)))
            .Build();

    // The generic host logs why it does not start, and how long it took to give up.
    private static bool IsOfTheHost(string message) => message.StartsWith("Hosting failed", StringComparison.Ordinal);

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
