using DialClip.Bot;
using DialClip.Bot.Attachments;
using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using DialClip.Bot.UserFeedback;
using DialClip.Experiments;
using DialClip.Model;
using DialClip.Model.Loading;
using DialClip.Shared.Settings;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the plugin.</summary>
public static class DialClipServiceCollectionExtensions
{
    /// <summary>
    /// Adds the middleware with all that it needs. An adapter that uses the registered <see cref="IMiddleware"/>s has it then; every other one by <see cref="DialClipBotAdapterExtensions.UseDialClip"/>.
    /// Conversations are kept in the host's <see cref="IStorage"/>, which it may register later, unless the section 'Storage' names another. Calling it again changes nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section 'DialClip'.</param>
    /// <param name="baseFolder">The folder that relative paths are relative to; the current folder when null.</param>
    public static IServiceCollection AddDialClip(
        this IServiceCollection services,
        IConfigurationSection section,
        string? baseFolder = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        if (services.Any(service => service.ServiceType == typeof(ConversationStore)))
            return services;
        services.AddDialClipModel(section, baseFolder);
        services.AddReloadableOptions<ConversationOptions>(section.GetSection("Conversation"));
        services.AddReloadableOptions<TurnTimeouts>(section.GetSection("Timeouts"));
        services.AddSingleton<IValidateOptions<TurnTimeouts>>(new MovedTimeouts(section));
        services.AddReloadableOptions<ReplyOptions>(section.GetSection("Replies"));
        services.AddValidatedOptions<MediaOptions>(section.GetSection("Media"));
        services.AddReloadableOptions<AttachmentOptions>(section.GetSection("Attachments"));
        services.AddValidatedOptions<ExperimentOptions>(section.GetSection("Experiments"));
        services.AddValidatedOptions<TelemetryOptions>(section.GetSection("Telemetry"));
        services.AddRestartRequiredSettings(section, "Store", "Model", "Media", "Experiments", "Telemetry");
        AddStorage(services);
        AddExperiments(services, Path.GetFullPath(baseFolder ?? "."));
        services.AddPictures();
        AddConversations(services);
        AddReplies(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMiddleware, DialClipMiddleware>());
        return services;
    }

    private static void AddStorage(IServiceCollection services)
    {
        services.TryAddSingleton<ConversationStorage>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, ConversationStorage>(provider =>
                provider.GetRequiredService<ConversationStorage>()
            )
        );
        services.TryAddSingleton<StorageResilience>();
        services.TryAddSingleton(provider => new ConversationStore(
            provider.GetRequiredService<ConversationStorage>().Storage,
            provider.GetRequiredService<StorageResilience>(),
            provider.GetRequiredService<IOptionsMonitor<ConversationOptions>>(),
            provider.GetRequiredService<ILogger<ConversationStore>>()
        ));
    }

    private static void AddExperiments(IServiceCollection services, string folder)
    {
        services.AddDialClipExperiments(
            folder,
            provider => provider.GetRequiredService<IOptions<ModelOptions>>().Value.GetHeads()
        );
        services.TryAddSingleton<ExperimentLog>();
    }

    private static void AddConversations(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<BotTelemetry>();
        services.TryAddSingleton<ConversationCommands>();
        services.TryAddSingleton<CatalogChoice>();
        services.TryAddSingleton<MessageEdits>();
        services.TryAddSingleton<FeedbackRecorder>();
        services.TryAddSingleton<TurnQueue>();
        services.TryAddSingleton<TurnHistory>();
        services.TryAddSingleton<TurnDecider>();
        services.TryAddSingleton<ReplySender>();
        services.TryAddSingleton<MessagePipeline>();
        services.TryAddSingleton<NonMessageActivityHandler>();
    }

    private static void AddReplies(IServiceCollection services)
    {
        services.TryAddSingleton<CatalogPictures>();
        services.TryAddSingleton<IPictureFiles>(provider => provider.GetRequiredService<CatalogPictures>());
        services.TryAddSingleton<MediaSigner>();
        services.TryAddSingleton<MediaLinks>();
        services.TryAddSingleton<RenditionCache>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, MediaAddressCheck>(provider =>
                new(
                    provider.GetRequiredService<ModelSource>,
                    provider.GetRequiredService<IOptions<MediaOptions>>(),
                    provider.GetServices<IMediaBaseAddressProvider>(),
                    provider.GetRequiredService<ILogger<MediaAddressCheck>>()
                )
            )
        );
        services.TryAddSingleton<MediaFiles>();
        services.TryAddSingleton<ReplyFactory>();
        services.TryAddSingleton<ReplyGates>();
        services.TryAddSingleton<IResponseModel, LoadedResponseModel>();
    }
}
