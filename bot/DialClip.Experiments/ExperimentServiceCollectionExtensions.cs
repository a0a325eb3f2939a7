using System.Diagnostics.Metrics;
using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using DialClip.Experiments.Settings;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments;

/// <summary>Registers experiments.</summary>
public static class ExperimentServiceCollectionExtensions
{
    /// <summary>Adds the assignment of variants, their validation at start and the event log.</summary>
    /// <remarks>
    /// Registered services are kept. The options are the caller's to bind. Nothing of Microsoft.FeatureManagement is
    /// registered: a host's own feature management stays as it is.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="section">The section 'DialClip', whose 'feature_management' defines the experiment.</param>
    /// <param name="baseFolder">
    /// The folder that the log's path is relative to; null for the host's content root, or the current folder.
    /// </param>
    /// <param name="getHeads">
    /// Gets the references of the loaded heads, null where they are not known; called with each validation.
    /// </param>
    public static IServiceCollection AddDialClipExperiments(
        this IServiceCollection services,
        IConfigurationSection section,
        string? baseFolder,
        Func<IServiceProvider, IReadOnlyCollection<string>?> getHeads
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var folder = BaseFolder.Create(baseFolder);
        services.TryAddSingleton(provider => new ExperimentSettings(
            section,
            provider.GetService<IConfiguration>(),
            () => getHeads(provider),
            provider.GetService<TimeProvider>() ?? TimeProvider.System
        ));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ExperimentOptions>, ExperimentValidation>()
        );
        services.TryAddSingleton<UnitHasher>();
        services.TryAddSingleton(provider => new VariantAssigner(
            provider.GetRequiredService<ExperimentSettings>(),
            provider.GetRequiredService<UnitHasher>(),
            provider.GetRequiredService<IOptions<ExperimentOptions>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<VariantAssigner>>()
        ));
        services.TryAddSingleton<IExperimentLog>(provider =>
            provider.GetRequiredService<IOptions<ExperimentOptions>>().Value.Log is { Length: > 0 } log
                ? new QueuedExperimentLog(
                    new JsonLinesExperimentLog(Path.Combine(folder.Resolve(provider), log)),
                    provider.GetService<IMeterFactory>(),
                    provider.GetService<TimeProvider>() ?? TimeProvider.System,
                    provider.GetRequiredService<ILogger<QueuedExperimentLog>>()
                )
                : new NoExperimentLog()
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, UnreadFeatureWarning>(provider =>
                new(
                    provider.GetRequiredService<ExperimentSettings>(),
                    provider.GetRequiredService<IOptions<ExperimentOptions>>(),
                    provider.GetServices<IFeatureDefinitionProvider>,
                    provider.GetRequiredService<ILogger<UnreadFeatureWarning>>()
                )
            )
        );
        return services;
    }
}
