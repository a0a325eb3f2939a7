using DialClip.Bot.Storage;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Storage;

public sealed class ConversationStorageTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly FakeLoggerProvider logs = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Storage_BotHasOne_IsTakenWhenever(bool before)
    {
        var own = new MemoryStorage();

        await using var services = CreateServices(collection => collection.AddSingleton<IStorage>(own), before);

        Assert.Same(own, services.GetRequiredService<ConversationStorage>().Storage);
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Storage_BotHasNone_IsMemoryAndTheLogWarnsAtStart()
    {
        await using var services = CreateServices();

        await services
            .GetServices<IHostedService>()
            .OfType<ConversationStorage>()
            .Single()
            .StartAsync(CancellationToken.None);

        Assert.IsType<BoundedMemoryStorage>(services.GetRequiredService<ConversationStorage>().Storage);
        Assert.Contains(
            "end with this process",
            Assert.Single(logs.Lines, line => line.Level == LogLevel.Warning).Message,
            StringComparison.Ordinal
        );
        Assert.Null(services.GetService<IStorage>());
    }

    private ServiceProvider CreateServices(Action<IServiceCollection>? register = null, bool before = true)
    {
        var configuration = new ConfigurationBuilder().Build();
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
