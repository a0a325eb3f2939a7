using DialClip.Bot.State;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Storage;

/// <summary>The storage of conversations: the bot's own <see cref="IStorage"/>.</summary>
/// <remarks>
/// It is resolved at start or at the first use, so that a bot may register its storage after the plugin.
/// </remarks>
internal sealed class ConversationStorage(
    IServiceProvider services,
    IOptionsMonitor<ConversationOptions> options,
    TimeProvider time,
    ILogger<ConversationStorage> logger
) : IHostedService
{
    private readonly Lazy<IStorage> storage = new(() => Resolve(services, options.CurrentValue, time, logger));

    /// <summary>Gets the storage.</summary>
    public IStorage Storage => storage.Value;

    /// <summary>Resolves the storage, and logs which one it is, before the first conversation.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Storage;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IStorage Resolve(
        IServiceProvider services,
        ConversationOptions options,
        TimeProvider time,
        ILogger logger
    )
    {
        if (services.GetService<IStorage>() is not { } registered)
        {
            logger.NoStorageRegistered();
            return new BoundedMemoryStorage(options.MaxInMemory, time, logger);
        }
        logger.StorageResolved(registered.GetType().Name);
        return registered;
    }
}
