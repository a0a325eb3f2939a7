using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>Settings that follow their file while the host runs, and those that say they do not.</summary>
public sealed class LiveSettingsTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialclip-live-");
    private readonly FakeLoggerProvider logs = new();
    private readonly TestAdapter adapter = new();
    private IConfigurationRoot configuration = null!;
    private IHost host = null!;

    public async Task InitializeAsync()
    {
        Write("""{ "DialClip": { "Replies": { "Mode": "Off" } } }""");
        configuration = new ConfigurationBuilder()
            .AddJsonFile(SettingsFile, optional: false, reloadOnChange: false)
            .Build();
        host = new HostBuilder()
            .ConfigureLogging(logging => logging.AddProvider(logs))
            .ConfigureServices(services =>
                services
                    .AddSingleton<IConfiguration>(configuration)
                    .AddSingleton<IResponseModel>(OneTextModel.Sure)
                    .AddDialClip(configuration.GetSection("DialClip"), folder.FullName)
            )
            .Build();
        await host.StartAsync();
        adapter.UseDialClip(host.Services);
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Reload_ModeChanges_TheNextTurnFollows()
    {
        var before = await SayAsync("one");
        Reload("""{ "DialClip": { "Replies": { "Mode": "Reply" } } }""");
        var after = await SayAsync("two");
        Reload("""{ "DialClip": { "Replies": { "Mode": "Reply", "Channels": { "test": { "Mode": "Observe" } } } } }""");
        var onChannel = await SayAsync("three");

        Assert.Equal(["host", OneTextModel.Answer, "host"], [before, after, onChannel]);
    }

    [Fact]
    public async Task Reload_ModeIsNotValid_TheLogNamesItAndTheOldOneStays()
    {
        Reload(
            """{ "DialClip": { "Replies": { "Mode": "Shout", "Top": 1000 }, "Conversation": { "HistoryTurns": 2 } } }"""
        );
        var answer = await SayAsync("one");
        await SayAsync("two");

        Assert.Equal("host", answer);
        var refused = Assert
            .Single(
                logs.Lines,
                line =>
                    line.Level >= LogLevel.Warning
                    && line.Message.Contains("DialClip:Replies:Mode", StringComparison.Ordinal)
            )
            .Message;
        Assert.Contains("'Shout'", refused, StringComparison.Ordinal);
        Assert.Contains("'DialClip:Replies:Top'", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NothingOrAnotherSectionChanged_SaysNothingOfTheOthers()
    {
        await SayAsync("one");
        Reload("""{ "DialClip": { "Replies": { "Mode": "Off" } } }""");
        Reload(
            """{ "DialClip": { "Replies": { "Mode": "Off" } }, "Logging": { "LogLevel": { "Default": "Debug" } } }"""
        );
        Assert.DoesNotContain(logs.Lines, line => line.Message.Contains("were changed", StringComparison.Ordinal));

        Reload("""{ "DialClip": { "Replies": { "Mode": "Off", "Channels": { "test": { "Mode": "Reply" } } } } }""");
        Reload("""{ "DialClip": { "Replies": { "Mode": "Shout" } } }""");
        Reload("""{ "DialClip": { "Replies": { "Mode": "Off", "Channels": { "test": { "Mode": "Reply" } } } } }""");

        // The change, its refusal, and that what was refused is in order again.
        var changes = logs
            .Lines.Where(line => line.Message.Contains("were changed", StringComparison.Ordinal))
            .ToList();
        Assert.Equal([LogLevel.Information, LogLevel.Error, LogLevel.Information], changes.Select(line => line.Level));
        Assert.All(changes, line => Assert.Contains("'ReplyOptions'", line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_SettingIsReadAtStartOnly_TheLogSaysThatItWaits()
    {
        Reload("""{ "DialClip": { "Replies": { "Mode": "Reply" }, "Model": { "Threads": 3 } } }""");
        var answer = await SayAsync("one");

        Assert.Equal(OneTextModel.Answer, answer);
        var message = Assert
            .Single(logs.Lines, line => line.Message.Contains("'DialClip:Model:Threads'", StringComparison.Ordinal))
            .Message;
        Assert.Contains("start", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Replies", message, StringComparison.Ordinal);
    }

    private string SettingsFile => Path.Combine(folder.FullName, "settings.json");

    private void Write(string settings) => File.WriteAllText(SettingsFile, settings);

    private void Reload(string settings)
    {
        Write(settings);
        configuration.Reload();
    }

    private async Task<string> SayAsync(string text)
    {
        adapter.ActiveQueue.Clear();
        await adapter.ProcessActivityAsync(
            new Activity(ActivityTypes.Message) { Text = text },
            (turn, token) => turn.SendActivityAsync("host", cancellationToken: token),
            CancellationToken.None
        );
        return Assert.Single(adapter.ActiveQueue).Text;
    }
}
