using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Tests.ExistingBot.Shop;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The existing bot behind the SDK's test adapter, with the plugin or without.</summary>
internal sealed class ShopRun : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly RecordedAdapter adapter;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialclip-shop-");
    private readonly bool stopped;

    public ShopRun(ConversationReference conversation, PluginSetup? plugin)
    {
        Storage = new(Transcript, plugin?.Fault ?? StorageFault.None);
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Logs))
            .AddSingleton<IStorage>(Storage)
            .AddShop();
        if (plugin is not null)
            AddPlugin(collection, plugin);
        services = collection.BuildServiceProvider();
        adapter = new(conversation, Transcript);
        if (plugin?.First == true)
            adapter.UseDialClip(services);
        adapter.Use(
            new AutoSaveStateMiddleware(
                services.GetRequiredService<ConversationState>(),
                services.GetRequiredService<UserState>()
            )
        );
        adapter.Use(new HouseStyle());
        if (plugin?.First == false)
            adapter.UseDialClip(services);
        var errors = services.GetRequiredService<TurnErrors>();
        errors.Seen = error => Transcript.AddRaw("error", $"{error.GetType()}: {error.Message}");
        adapter.OnTurnError = errors.HandleAsync;
        stopped = plugin?.Stopped == true;
    }

    public Transcript Transcript { get; } = new();

    public RecordedStorage Storage { get; }

    public FakeLoggerProvider Logs { get; } = new();

    /// <summary>Plays a script from a clean start and gets all that happened.</summary>
    public static async Task<ShopRun> PlayAsync(Script script, PluginSetup? plugin)
    {
        var run = new ShopRun(script.Conversation(), plugin);
        await run.PlayAsync(script.Steps);
        return run;
    }

    public async Task PlayAsync(IEnumerable<Step> steps)
    {
        if (stopped)
            await StopPluginAsync();
        foreach (var step in steps)
            await PlayAsync(step);
    }

    /// <summary>Sends a text and gets the texts that the bot answered; of a card its content type.</summary>
    public async Task<IReadOnlyList<string>> SayAsync(string text)
    {
        adapter.ActiveQueue.Clear();
        await PlayAsync(Scripts.Say(text));
        return [.. adapter.ActiveQueue.Select(reply => reply.Text ?? reply.Attachments[0].ContentType)];
    }

    public async Task<ConversationRecord> RecordAsync() =>
        await services.GetRequiredService<ConversationStore>().ReadAsync(Key);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private string Key =>
        ConversationStore.GetKey(
            new Activity
            {
                ChannelId = adapter.Conversation.ChannelId,
                Conversation = adapter.Conversation.Conversation,
            }
        );

    private async Task PlayAsync(Step step)
    {
        if (step.Activity is null)
        {
            Transcript.AddRaw("remind", "");
            await services.GetRequiredService<Reminders>().SendAsync(adapter, CancellationToken.None);
            return;
        }
        var activity = step.Activity();
        activity.Timestamp = activity.LocalTimestamp = Scripts.Time;
        Transcript.Add("receive", activity);
        await adapter.ProcessActivityAsync(
            activity,
            services.GetRequiredService<IBot>().OnTurnAsync,
            CancellationToken.None
        );
    }

    private Task StopPluginAsync() =>
        services.GetRequiredService<ConversationStore>().ChangeAsync(Key, record => record with { Stopped = true });

    private void AddPlugin(IServiceCollection collection, PluginSetup plugin)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["DialClip:Store:Path"] = "empty",
                    ["DialClip:Experiments:Log"] = "experiments.jsonl",
                    ["DialClip:Replies:Mode"] = "Reply",
                }
            )
            .AddInMemoryCollection(
                plugin.Settings.Select(setting => KeyValuePair.Create("DialClip:" + setting.Key, setting.Value))
            )
            .Build();
        // Waits before a retry are over at once; longer ones are time limits.
        var time = new ObservableTime(isOver: wait => wait < TimeSpan.FromSeconds(2));
        collection.AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time);
        if (plugin.Model is { } model)
            collection.AddSingleton(model);
        plugin.Register(collection);
        collection.AddDialClip(configuration.GetSection("DialClip"), folder.FullName);
    }
}
