using System.Diagnostics.Metrics;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>Every way to plug the plugin in, alone and with others: it runs once a turn.</summary>
public sealed class PluggingInTests
{
    private static readonly IConfigurationRoot Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["DialClip:Replies:Top"] = "7",
                ["DialClip:Model:Heads:0"] = "models/one",
                ["DialClip:Store:Path"] = "does-not-exist",
            }
        )
        .Build();

    private static readonly Dictionary<
        string,
        (Action<IServiceCollection> Register, Func<BotAdapter, IServiceProvider, BotAdapter> Use)
    > Ways = new()
    {
        ["services and the adapter's own middleware list"] = (Add, UseRegistered),
        ["UseDialClip"] = (Add, (adapter, services) => adapter.UseDialClip(services)),
        ["both"] = (Add, (adapter, services) => UseRegistered(adapter, services).UseDialClip(services)),
        ["both, the other way round"] = (
            Add,
            (adapter, services) => UseRegistered(adapter.UseDialClip(services), services)
        ),
        ["AddDialClip twice"] = (
            services =>
            {
                Add(services);
                Add(services);
            },
            UseRegistered
        ),
        ["UseDialClip twice"] = (Add, (adapter, services) => adapter.UseDialClip(services).UseDialClip(services)),
        ["component"] = (AddComponent, UseRegistered),
        ["component and AddDialClip"] = (
            services =>
            {
                AddComponent(services);
                Add(services);
            },
            UseRegistered
        ),
        ["component, loaded by the SDK's runtime"] = (LoadComponent, UseRegistered),
        ["component, loaded by the SDK's runtime, and AddDialClip"] = (
            services =>
            {
                Add(services);
                LoadComponent(services);
            },
            UseRegistered
        ),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task PlugIn_AnyWay_RunsOnceATurnWithItsSettings(string way)
    {
        var (register, use) = Ways[way];
        var collection = new ServiceCollection()
            .AddSingleton<IConfiguration>(Configuration)
            .AddSingleton<IResponseModel>(OneTextModel.Unsure);
        register(collection);
        // A component that is loaded afterwards brings a model of its own.
        await using var services = collection
            .AddSingleton<IResponseModel>(OneTextModel.Unsure)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        using var turns = new MetricCollector<double>(
            services.GetRequiredService<IMeterFactory>(),
            "DialClip.Bot",
            "dialclip.turn.duration"
        );
        var adapter = new TestAdapter();
        use(adapter, services);
        var heard = 0;

        await adapter.ProcessActivityAsync(
            new Activity(ActivityTypes.Message) { Text = "hello" },
            HostBot,
            CancellationToken.None
        );

        Assert.Equal((1, 1), (heard, turns.GetMeasurementSnapshot().Count));
        var key = ConversationStore.GetKey(
            new Activity
            {
                ChannelId = adapter.Conversation.ChannelId,
                Conversation = adapter.Conversation.Conversation,
            }
        );
        var record = await services.GetRequiredService<ConversationStore>().ReadAsync(key);
        Assert.Equal(["hello", "host"], record.Turns.Select(turn => turn.Text));
        Assert.Equal(7, services.GetRequiredService<IOptionsMonitor<ReplyOptions>>().CurrentValue.Top);

        Task HostBot(ITurnContext turn, CancellationToken cancellationToken)
        {
            heard++;
            return turn.SendActivityAsync("host", cancellationToken: cancellationToken);
        }
    }

    [Fact]
    public void AddDialClip_Again_AddsNothing()
    {
        var services = new ServiceCollection();
        Add(services);
        var before = services.ToList();

        Add(services);
        AddComponent(services);

        Assert.Equal(before, services);
    }

    [Fact]
    public void UseDialClip_NotRegistered_SaysWhatToCall()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => new TestAdapter().UseDialClip(services));

        Assert.Contains(
            "services.AddDialClip(configuration.GetSection(\"DialClip\"))",
            error.Message,
            StringComparison.Ordinal
        );
    }

    // The SDK's runtime, and many bots, register their storage only where nobody did before.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddDialClip_AnyOrder_LeavesTheStorageToTheBot(bool componentLast)
    {
        var own = new MemoryStorage();
        var collection = new ServiceCollection().AddSingleton<IConfiguration>(Configuration);
        if (!componentLast)
            Add(collection);
        collection.TryAddSingleton<IStorage>(own);
        if (componentLast)
            LoadComponent(collection);
        using var services = collection.BuildServiceProvider();

        Assert.Same(own, services.GetRequiredService<IStorage>());
        Assert.Single(services.GetServices<IStorage>());
    }

    [Fact]
    public async Task AddDialClip_BotHasNoStorage_RemembersWithinTheProcess()
    {
        var collection = new ServiceCollection().AddSingleton<IConfiguration>(Configuration);
        Add(collection);
        await using var services = collection.BuildServiceProvider();
        var store = services.GetRequiredService<ConversationStore>();

        await store.ChangeAsync("dialclip/test/key/v1", record => record with { Stopped = true });

        Assert.True((await store.ReadAsync("dialclip/test/key/v1")).Stopped);
        Assert.Null(services.GetService<IStorage>());
    }

    private static void Add(IServiceCollection services) => services.AddDialClip(Configuration.GetSection("DialClip"));

    private static void AddComponent(IServiceCollection services) => Snippets.UseComponent(services, Configuration);

    // As the SDK's runtime does it: a collection of the component's own, the section that 'settingsPrefix' names, and
    // then all of it behind what is there.
    private static void LoadComponent(IServiceCollection services)
    {
        // What every generic host of the runtime has.
        services.AddLogging().AddOptions().AddMetrics().AddHttpClient();
        var own = new ServiceCollection();
        Snippets.UseComponent(own, Configuration.GetSection("DialClip"));
        foreach (var descriptor in own)
            services.Add(descriptor);
    }

    private static BotAdapter UseRegistered(BotAdapter adapter, IServiceProvider services)
    {
        foreach (var each in services.GetServices<IMiddleware>())
            adapter.Use(each);
        return adapter;
    }
}
