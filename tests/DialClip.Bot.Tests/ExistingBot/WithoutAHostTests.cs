using DialClip.Artifacts;
using DialClip.Bot.Replies;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>Console bots and unit tests: an adapter and services, but no host that starts anything.</summary>
public sealed class WithoutAHostTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly FakeLoggerProvider logs = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => bundle.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_FirstOne_IsAnsweredByTheModel(bool loadBefore)
    {
        await bundle.WriteAllAsync();
        // Neither a host nor an IConfiguration among the services.
        await using var services = CreateServices();
        var adapter = new TestAdapter();
        adapter.UseDialClip(services);
        if (loadBefore)
            await services.LoadDialClipAsync();

        var reply = Assert.Single(await SayAsync(adapter, "hello"));

        Assert.NotEqual("host", reply.Text);
        Assert.DoesNotContain(logs.Lines, line => line.Level > LogLevel.Warning);
    }

    [Fact]
    public async Task Messages_WithoutAStore_AreTheBotsAndLoggedOnce()
    {
        await using var services = CreateServices();
        var adapter = new TestAdapter();
        adapter.UseDialClip(services);

        foreach (var text in new[] { "hello", "again", "stop", "start" })
            Assert.Equal("host", Assert.Single(await SayAsync(adapter, text)).Text);
        time.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(adapter, "later");

        // Once why, in a line, and once what follows.
        var faults = logs.Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message).ToList();
        Assert.Single(faults, message => message.Contains("could not be loaded", StringComparison.Ordinal));
        Assert.Single(faults, message => message.Contains("No model is loaded", StringComparison.Ordinal));
        Assert.Equal(3, faults.Count);
        Assert.All(faults, message => Assert.DoesNotContain("   at ", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_StoreThatComesLater_AreAnsweredThen()
    {
        await using var services = CreateServices();
        var adapter = new TestAdapter();
        adapter.UseDialClip(services);
        await SayAsync(adapter, "hello");
        await bundle.WriteAllAsync();

        Assert.Equal("host", Assert.Single(await SayAsync(adapter, "at once")).Text);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEqual("host", Assert.Single(await SayAsync(adapter, "half a minute later")).Text);
    }

    [Fact]
    public async Task LoadDialClip_WithoutAStore_Throws()
    {
        await using var services = CreateServices();

        var error = await Assert.ThrowsAsync<ArtifactException>(() => services.LoadDialClipAsync());

        Assert.Contains(bundle.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadDialClip_SettingsThatAreWrong_NamesAllOfThem()
    {
        await using var services = CreateServices(options =>
        {
            options.Replies.Top = 1000;
            options.Conversation.HistoryTurns = 0;
        });

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => services.LoadDialClipAsync());

        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public async Task LoadDialClip_NotRegistered_SaysWhatToCall()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => services.LoadDialClipAsync());

        Assert.Contains("services.AddDialClip(", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("section")]
    [InlineData("code")]
    [InlineData("component")]
    [InlineData("component, loaded by the runtime")]
    public async Task RelativePaths_InAHost_AreRelativeToItsContentRoot(string way)
    {
        await bundle.WriteAllAsync();
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = bundle.Root }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["DialClip:Store:Path"] = ".",
                ["DialClip:Model:Backbone"] = TinyBundle.BackbonePath,
                ["DialClip:Model:Catalog"] = TinyBundle.CatalogPath,
                ["DialClip:Model:Heads:0"] = TinyBundle.HeadPath,
                ["DialClip:Experiments:Log"] = "log/events.jsonl",
            }
        );
        builder.Services.AddHttpClient();
        var section = builder.Configuration.GetSection("DialClip");
        if (way == "section")
            builder.Services.AddDialClip(section);
        else if (way == "code")
            builder.Services.AddDialClip(SetPaths);
        else if (way == "component")
            new DialClipBotComponent().ConfigureServices(builder.Services, section);
        else
            LoadComponent(builder.Services, section);
        using var host = builder.Build();

        await host.Services.LoadDialClipAsync();
        var log = host.Services.GetRequiredService<IExperimentLog>();
        log.Append(
            new Feedback
            {
                ImpressionId = "1",
                Time = time.GetUtcNow(),
                Liked = true,
            }
        );
        await log.ProbeAsync(CancellationToken.None);

        Assert.Single(Directory.GetFiles(bundle.GetPath("log"), "events.*.jsonl"));
    }

    private static void LoadComponent(IServiceCollection services, IConfigurationSection section)
    {
        var own = new ServiceCollection();
        new DialClipBotComponent().ConfigureServices(own, section);
        foreach (var service in own)
            services.Add(service);
    }

    private static void SetPaths(DialClipOptions options)
    {
        options.Store.Path = ".";
        options.Experiments.Log = "log/events.jsonl";
        SetModel(options);
    }

    private static void SetModel(DialClipOptions options)
    {
        options.Model.Backbone = TinyBundle.BackbonePath;
        options.Model.Catalog = TinyBundle.CatalogPath;
        options.Model.Heads = [TinyBundle.HeadPath];
    }

    private ServiceProvider CreateServices(Action<DialClipOptions>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddLogging(logging => logging.AddProvider(logs));
        // Whatever is said is answered.
        const string Flag = "DialClip:feature_management:feature_flags:0";
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    [$"{Flag}:id"] = "DialClip.Retrieval",
                    [$"{Flag}:enabled"] = "true",
                    [$"{Flag}:variants:0:name"] = "only",
                    [$"{Flag}:variants:0:configuration_value:MinScorePicture"] = "-1",
                    [$"{Flag}:variants:0:configuration_value:SilenceProbability"] = "1",
                    [$"{Flag}:allocation:default_when_enabled"] = "only",
                }
            )
            .Build();
        services.AddDialClip(settings.GetSection("DialClip"));
        services.AddDialClip(options =>
        {
            options.Store.Path = bundle.Root;
            options.Replies.Mode = ReplyMode.Reply;
            options.Experiments.Log = bundle.GetPath("experiments.jsonl");
            options.Media.BaseUrl = "https://test.com/media/";
            SetModel(options);
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    private static async Task<List<Activity>> SayAsync(TestAdapter adapter, string text)
    {
        await adapter.ProcessActivityAsync(
            new Activity(ActivityTypes.Message) { Text = text },
            (turn, token) => turn.SendActivityAsync("host", cancellationToken: token),
            CancellationToken.None
        );
        var sent = new List<Activity>();
        while (adapter.GetNextReply() is Activity reply)
            sent.Add(reply);
        return sent;
    }
}
