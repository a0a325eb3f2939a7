using DialClip.Experiments.Events;
using DialClip.Model.Loading;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Bot;

/// <summary>The plugin with a tiny model, in front of a host bot that says "host: " and the message.</summary>
internal sealed class BotHarness : IAsyncDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly ServiceProvider services;

    private BotHarness(
        IReadOnlyDictionary<string, string?> settings,
        Action<IServiceCollection>? register,
        Action<IDialClipBuilder>? add
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["DialClip:Store:Path"] = bundle.Root,
                    ["DialClip:Model:Backbone"] = TinyBundle.BackbonePath,
                    ["DialClip:Model:Catalog"] = TinyBundle.CatalogPath,
                    ["DialClip:Model:Heads:0"] = TinyBundle.HeadPath,
                    ["DialClip:Experiments:Log"] = LogFile,
                    ["DialClip:Media:BaseUrl"] = "https://test.com/media/",
                    ["DialClip:Replies:Mode"] = "Reply",
                }
            )
            .AddInMemoryCollection(settings)
            .Build();
        var collection = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddProvider(Logs));
        register?.Invoke(collection);
        var builder = collection.AddDialClip(configuration.GetSection("DialClip"), bundle.Root);
        add?.Invoke(builder);
        services = collection.BuildServiceProvider();
        Adapter = new TestAdapter(TestAdapter.CreateConversation("talk"));
        foreach (var middleware in services.GetServices<Microsoft.Bot.Builder.IMiddleware>())
            Adapter.Use(middleware);
    }

    public FakeLoggerProvider Logs { get; } = new();

    public TestAdapter Adapter { get; }

    public string LogFile => bundle.GetPath("experiments.jsonl");

    public IServiceProvider Services => services;

    public List<string> HostBotReceived { get; } = [];

    /// <summary>Gets the events that were logged, without intentions.</summary>
    public IReadOnlyList<ExperimentEvent> Events => [.. AllEvents.Where(item => item is not Intention)];

    /// <summary>Gets the events that were logged.</summary>
    public IReadOnlyList<ExperimentEvent> AllEvents
    {
        get
        {
            // The writer is behind the turns; a probe passes it after all that is queued.
            services.GetRequiredService<IExperimentLog>().ProbeAsync(CancellationToken.None).GetAwaiter().GetResult();
            return ExperimentLogFiles.Find(LogFile).Count > 0
                ? [.. ExperimentLogFiles.Read(LogFile, line => throw new InvalidDataException($"{line}"))]
                : [];
        }
    }

    /// <summary>Settings under which every message is answered, or none is.</summary>
    public static Dictionary<string, string?> Answering(bool answers) =>
        new()
        {
            ["feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
            ["feature_management:feature_flags:0:enabled"] = "true",
            ["feature_management:feature_flags:0:variants:0:name"] = "only",
            ["feature_management:feature_flags:0:variants:0:configuration_value:MinScorePicture"] = answers
                ? "-1"
                : "1",
            ["feature_management:feature_flags:0:variants:0:configuration_value:MinScoreText"] = "1",
            ["feature_management:feature_flags:0:allocation:default_when_enabled"] = "only",
        };

    public static async Task<BotHarness> CreateAsync(
        IReadOnlyDictionary<string, string?> settings,
        Action<IServiceCollection>? register = null,
        bool load = true,
        Action<IDialClipBuilder>? add = null
    )
    {
        var harness = new BotHarness(settings, register, add);
        if (load)
        {
            await harness.bundle.WriteAllAsync();
            await harness.services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        }
        return harness;
    }

    public TestFlow Flow() => new(Adapter, HostBot);

    public async Task HostBot(ITurnContext turn, CancellationToken cancellationToken)
    {
        HostBotReceived.Add(turn.Activity.Type == "message" ? turn.Activity.Text ?? "" : turn.Activity.Type);
        if (turn.Activity.Type == "message")
            await turn.SendActivityAsync("host: " + turn.Activity.Text, cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        bundle.Dispose();
    }
}
