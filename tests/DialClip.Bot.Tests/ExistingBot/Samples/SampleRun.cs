using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>A sample bot behind the SDK's test adapter, with the plugin or without.</summary>
internal sealed class SampleRun : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialclip-sample-");
    private readonly Sample sample;
    private readonly ServiceProvider services;
    private readonly RecordedAdapter adapter;
    private readonly IBot bot;

    private SampleRun(Sample sample, ReplyMode? mode, IResponseModel model, bool hasGate)
    {
        this.sample = sample;
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Logs))
            .AddSingleton<IStorage>(new RecordedStorage(Transcript));
        sample.Register(collection);
        if (mode is { } chosen)
            AddPlugin(collection, chosen, model, hasGate);
        services = collection.BuildServiceProvider();
        adapter = new(sample.Conversation, Transcript);
        if (mode is not null)
            adapter.UseDialClip(services);
        bot = sample.CreateBot(services);
    }

    public Transcript Transcript { get; } = new();

    public FakeLoggerProvider Logs { get; } = new();

    /// <summary>Plays a sample's conversation.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mode">The plugin's mode; null without the plugin.</param>
    /// <param name="model">The plugin's model; null for one that is sure of an answer to anything.</param>
    /// <param name="hasGate">Whether the plugin gets the sample's gate.</param>
    public static async Task<SampleRun> PlayAsync(
        Sample sample,
        ReplyMode? mode,
        IResponseModel? model = null,
        bool hasGate = false
    )
    {
        var run = new SampleRun(sample, mode, model ?? OneTextModel.Sure, hasGate);
        foreach (var step in sample.Steps)
            await run.PlayAsync(step);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task PlayAsync(Step step)
    {
        if (step.Activity is null)
        {
            Transcript.AddRaw("proactive", "");
            await sample.SendProactivelyAsync(bot, adapter);
            return;
        }
        var activity = step.Activity();
        activity.Timestamp = activity.LocalTimestamp = Scripts.Time;
        Transcript.Add("receive", activity);
        await adapter.ProcessActivityAsync(activity, bot.OnTurnAsync, CancellationToken.None);
    }

    private void AddPlugin(IServiceCollection collection, ReplyMode mode, IResponseModel model, bool hasGate)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["DialClip:Replies:Mode"] = mode.ToString(),
                    ["DialClip:Store:Path"] = "empty",
                    ["DialClip:Experiments:Log"] = "experiments.jsonl",
                }
            )
            .Build();
        collection.AddSingleton<IConfiguration>(configuration).AddSingleton(model);
        var builder = collection.AddDialClip(configuration.GetSection("DialClip"), folder.FullName);
        if (hasGate)
            sample.AddGate(builder);
    }
}
