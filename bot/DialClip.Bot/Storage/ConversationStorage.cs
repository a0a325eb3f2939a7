using Azure.Storage.Blobs;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Storage;

/// <summary>The storage that the settings name. It is looked for at start or at the first use, so a bot may register its own after the plugin.</summary>
internal sealed class ConversationStorage(
    IServiceProvider services,
    IOptions<StorageOptions> options,
    string baseFolder,
    TimeProvider time,
    ILogger<ConversationStorage> logger
) : IHostedService
{
    private readonly Lazy<IStorage> storage = new(() => Create(services, options.Value, baseFolder, time, logger));

    /// <summary>Gets the storage.</summary>
    public IStorage Storage => storage.Value;

    /// <summary>Says where conversations are kept before the first one begins.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Storage;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IStorage Create(
        IServiceProvider services,
        StorageOptions options,
        string baseFolder,
        TimeProvider time,
        ILogger logger
    )
    {
        switch (options.Kind)
        {
            case StorageKind.Host when services.GetService<IStorage>() is { } own:
                logger.StateKept($"the bot's own {own.GetType().Name}");
                return own;
            case StorageKind.Host:
                logger.StateEndsWithProcess();
                return new MemoryStorage();
            case StorageKind.Memory:
                logger.StateKept("memory, and end with this process");
                return new MemoryStorage();
            case StorageKind.File:
                var folder = Path.Combine(baseFolder, options.Path);
                logger.StateKept($"folder '{folder}'");
                return new FileStorage(folder, options.AttemptTimeout, time, logger);
            default:
                var container = options.Connection.Connect(new BlobClientOptions(), time);
                // Without the query, which may hold a signature.
                logger.StateKept($"blob container '{container.Uri.GetLeftPart(UriPartial.Path)}'");
                return new BlobStorage(container);
        }
    }
}
