using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Tests.Bot;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Storage;

public sealed class ConversationStorageTests : IDisposable
{
    private const string Key = "dialclip/test/talk/v1";

    private readonly TemporaryFolder temporary = new();
    private readonly FakeLoggerProvider logs = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Host_BotHasAStorage_TakesItWhenever(bool before)
    {
        var own = new MemoryStorage();

        await using var services = CreateServices([], collection => collection.AddSingleton<IStorage>(own), before);

        Assert.Same(own, services.GetRequiredService<ConversationStorage>().Storage);
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Host_BotHasNoStorage_KeepsThemInMemoryAndSaysSoAtStart()
    {
        await using var services = CreateServices([]);

        await services
            .GetServices<IHostedService>()
            .OfType<ConversationStorage>()
            .Single()
            .StartAsync(CancellationToken.None);

        Assert.IsType<MemoryStorage>(services.GetRequiredService<ConversationStorage>().Storage);
        Assert.Contains(
            "end with this process",
            Assert.Single(logs.Lines, line => line.Level == LogLevel.Warning).Message,
            StringComparison.Ordinal
        );
        Assert.Null(services.GetService<IStorage>());
    }

    [Fact]
    public async Task Memory_BotHasAStorage_IsNotUsed()
    {
        var own = new MemoryStorage();

        await using var services = CreateServices(
            new() { ["Kind"] = "Memory" },
            collection => collection.AddSingleton<IStorage>(own)
        );

        Assert.NotSame(own, Assert.IsType<MemoryStorage>(services.GetRequiredService<ConversationStorage>().Storage));
    }

    [Fact]
    public async Task File_Conversation_OutlivesTheServicesUnderTheBaseFolder()
    {
        var settings = new Dictionary<string, string?> { ["Kind"] = "File", ["Path"] = "kept/here" };
        await using (var services = CreateServices(settings))
            await services
                .GetRequiredService<ConversationStore>()
                .ChangeAsync(Key, record => record.WithActivities(["a"], 8));

        await using var next = CreateServices(settings);

        Assert.IsType<FileStorage>(next.GetRequiredService<ConversationStorage>().Storage);
        Assert.Equal(
            "a",
            Assert.Single((await next.GetRequiredService<ConversationStore>().ReadAsync(Key)).Activities)
        );
        Assert.NotEmpty(Directory.GetFiles(temporary.At("kept", "here"), "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Blob_AddressWithASignature_IsUsedAndNotLogged()
    {
        await using var services = CreateServices(
            new()
            {
                ["Kind"] = "Blob",
                ["Container"] = "https://a.blob.core.windows.net/state?sv=2023-08-03&sig=hunter2",
            }
        );

        Assert.IsType<BlobStorage>(services.GetRequiredService<ConversationStorage>().Storage);
        Assert.Contains(
            logs.Lines,
            line => line.Message.Contains("https://a.blob.core.windows.net/state'", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(logs.Lines, line => line.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    private ServiceProvider CreateServices(
        Dictionary<string, string?> settings,
        Action<IServiceCollection>? register = null,
        bool before = true
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(pair => KeyValuePair.Create("DialClip:Storage:" + pair.Key, pair.Value))
            )
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddProvider(logs));
        if (before)
            register?.Invoke(services);
        services.AddDialClip(configuration.GetSection("DialClip"), temporary.Path);
        if (!before)
            register?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
