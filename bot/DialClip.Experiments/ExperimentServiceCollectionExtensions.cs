using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments;

/// <summary>Registers experiments.</summary>
public static class ExperimentServiceCollectionExtensions
{
    /// <summary>Adds the assignment of variants, their validation at start and the event log.</summary>
    /// <remarks>Registered services are kept. The options are the caller's to bind.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="baseFolder">The folder that the log's path is relative to.</param>
    /// <param name="getHeads">Gets the references of the loaded heads; called when the host starts.</param>
    public static IServiceCollection AddDialClipExperiments(
        this IServiceCollection services,
        string baseFolder,
        Func<IServiceProvider, IReadOnlyCollection<string>> getHeads
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddFeatureManagement();
        services.TryAddSingleton<UnitHasher>();
        services.TryAddSingleton<VariantAssigner>();
        services.TryAddSingleton<IExperimentLog>(provider => new JsonLinesExperimentLog(
            Path.Combine(baseFolder, provider.GetRequiredService<IOptions<ExperimentOptions>>().Value.Log)
        ));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, ExperimentCheck>(provider =>
                new(
                    provider.GetRequiredService<IFeatureDefinitionProvider>(),
                    provider.GetRequiredService<IOptions<ExperimentOptions>>(),
                    // Not yet: hosts create services before they validate options, and one error would hide the others.
                    () => getHeads(provider)
                )
            )
        );
        return services;
    }
}
