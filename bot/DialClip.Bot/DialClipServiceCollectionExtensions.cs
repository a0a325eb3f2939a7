using DialClip.Artifacts.Stores;
using DialClip.Bot;
using DialClip.Bot.Attachments;
using DialClip.Bot.Media;
using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Privacy;
using DialClip.Bot.Registration;
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

/// <summary>Registration of the plugin.</summary>
public static class DialClipServiceCollectionExtensions
{
    /// <summary>
    /// Registers the plugin with the settings of a section: its <see cref="IMiddleware"/>, and all that it needs.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The section 'DialClip'. Unknown names and invalid values keep the host from starting; one message names all.
    /// </param>
    /// <param name="baseFolder">
    /// The folder that relative paths are relative to; null for the host's content root, or the current folder in
    /// programs without a host.
    /// </param>
    /// <returns>A builder for additions.</returns>
    /// <remarks>
    /// <para>
    /// Adapters that resolve <see cref="IMiddleware"/> from the services take the plugin; for others call
    /// <see cref="DialClipBotAdapterExtensions.UseDialClip"/>. Conversations are stored in the bot's
    /// <see cref="IStorage"/>, which may be registered before or after the plugin.
    /// </para>
    /// <para>A further call registers nothing again, and returns a builder over the same registration.</para>
    /// </remarks>
    public static IDialClipBuilder AddDialClip(
        this IServiceCollection services,
        IConfigurationSection section,
        string? baseFolder = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, section, baseFolder, isComponent: false);
    }

    /// <summary>Registers the plugin with options that code sets.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">
    /// Sets the options; it is called once for each property of <see cref="DialClipOptions"/>. Invalid values keep the
    /// host from starting; one message names all. Beside an earlier call with a section it changes that section's
    /// values.
    /// </param>
    /// <param name="baseFolder">
    /// The folder that relative paths are relative to; null for the host's content root, or the current folder in
    /// programs without a host.
    /// </param>
    /// <returns>A builder for additions.</returns>
    /// <remarks>See <see cref="AddDialClip(IServiceCollection, IConfigurationSection, string?)"/>.</remarks>
    public static IDialClipBuilder AddDialClip(
        this IServiceCollection services,
        Action<DialClipOptions> configure,
        string? baseFolder = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddDialClip(new ConfigurationBuilder().Build().GetSection("DialClip"), baseFolder);
        services.Configure<ArtifactStoreOptions>(options => configure(new() { Store = options }));
        services.Configure<ModelOptions>(options => configure(new() { Model = options }));
        services.Configure<ConversationOptions>(options => configure(new() { Conversation = options }));
        services.Configure<TurnTimeouts>(options => configure(new() { Timeouts = options }));
        services.Configure<ReplyOptions>(options => configure(new() { Replies = options }));
        services.Configure<MediaOptions>(options => configure(new() { Media = options }));
        services.Configure<AttachmentOptions>(options => configure(new() { Attachments = options }));
        services.Configure<ExperimentOptions>(options => configure(new() { Experiments = options }));
        services.Configure<TelemetryOptions>(options => configure(new() { Telemetry = options }));
        return new Builder(services);
    }

    /// <summary>Registers the plugin, unless it is registered.</summary>
    internal static IDialClipBuilder Add(
        IServiceCollection services,
        IConfigurationSection section,
        string? baseFolder,
        bool isComponent
    )
    {
        if (services.Any(service => service.ServiceType == typeof(SettingsOrigin)))
            return new Builder(services);
        services.AddSingleton(provider => new SettingsOrigin(
            section,
            isComponent,
            provider.GetService<IConfiguration>()
        ));
        services.AddDialClipModel(section, baseFolder);
        AddOptions(services, section);
        AddStorage(services);
        AddExperiments(services, section, baseFolder);
        services.AddPictures();
        AddTurns(services);
        AddReplies(services);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IMiddleware, DialClipMiddleware>(provider =>
            {
                // Adapters may be created before the host starts, and the first invalid setting would hide the others.
                PluginSettings.Validate(provider);
                return provider.CreateTimed<DialClipMiddleware>();
            })
        );
        return new Builder(services);
    }

    private static void AddOptions(IServiceCollection services, IConfigurationSection section)
    {
        services.AddSingleton<IValidateOptions<PluginSections>, SectionNames>();
        services.AddOptions<PluginSections>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettingsReport>());
        services.AddReloadableOptions<ConversationOptions>(section.GetSection("Conversation"));
        services.AddReloadableOptions<TurnTimeouts>(section.GetSection("Timeouts"));
        services.AddSingleton<IValidateOptions<TurnTimeouts>>(new MovedTimeouts(section));
        services.AddReloadableOptions<ReplyOptions>(section.GetSection("Replies"));
        services.AddValidatedOptions<MediaOptions>(section.GetSection("Media"));
        services.AddReloadableOptions<AttachmentOptions>(section.GetSection("Attachments"));
        services.AddValidatedOptions<ExperimentOptions>(section.GetSection("Experiments"));
        services.AddValidatedOptions<TelemetryOptions>(section.GetSection("Telemetry"));
        services.AddRestartRequiredSettings(section, "Store", "Model", "Media", "Experiments", "Telemetry");
    }

    private static void AddStorage(IServiceCollection services)
    {
        services.TryAddTimedSingleton<ConversationStorage>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, ConversationStorage>(provider =>
                provider.GetRequiredService<ConversationStorage>()
            )
        );
        services.TryAddTimedSingleton<StorageResilience>();
        services.TryAddSingleton(provider => new ConversationStore(
            provider.GetRequiredService<ConversationStorage>().Storage,
            provider.GetRequiredService<StorageResilience>(),
            provider.GetRequiredService<IOptionsMonitor<ConversationOptions>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<ConversationStore>>()
        ));
        services.TryAddSingleton<RecordEraser>();
        services.TryAddTimedSingleton<RecordSweep>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, RecordSweep>(provider =>
                provider.GetRequiredService<RecordSweep>()
            )
        );
    }

    private static void AddExperiments(IServiceCollection services, IConfigurationSection section, string? baseFolder)
    {
        services.AddDialClipExperiments(section, baseFolder, GetHeads);
        services.TryAddTimedSingleton<ExperimentLog>();
    }

    // Settings of the model that are not valid are named by their own validation.
    private static IReadOnlyList<string>? GetHeads(IServiceProvider provider)
    {
        try
        {
            return provider.GetRequiredService<IOptions<ModelOptions>>().Value.GetHeads();
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }

    private static void AddTurns(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<IdHasher>();
        services.TryAddSingleton<BotTelemetry>();
        services.TryAddSingleton<ConversationCommands>();
        services.TryAddSingleton<CatalogChoice>();
        services.TryAddTimedSingleton<EarlierMessageUpdater>();
        services.TryAddSingleton<MessageEdits>();
        services.TryAddTimedSingleton<FeedbackRecorder>();
        services.TryAddTimedSingleton<TurnQueue>();
        services.TryAddTimedSingleton<TurnHistory>();
        services.TryAddSingleton<TurnDecider>();
        services.TryAddSingleton<ReplySender>();
        services.TryAddSingleton<SearchResults>();
        services.TryAddTimedSingleton<CatalogSearch>();
        services.TryAddSingleton<NonMessageActivityHandler>();
        services.TryAddSingleton<IConversationEraser, ConversationEraser>();
    }

    private static void AddReplies(IServiceCollection services)
    {
        services.TryAddTimedSingleton<CatalogFileReader>();
        services.TryAddSingleton<CatalogPictures>();
        services.TryAddSingleton<IPictureFiles>(provider => provider.GetRequiredService<CatalogPictures>());
        services.TryAddTimedSingleton<MediaSigner>();
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

    private sealed record Builder(IServiceCollection Services) : IDialClipBuilder;
}
