using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Model;
using DialClip.Model.Loading;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that register the model.</summary>
public static class DialClipModelServiceCollectionExtensions
{
    /// <summary>
    /// Adds the artifact store, the model that is served from it and the retriever. The model is loaded when the host
    /// starts; until then <see cref="ModelSource.IsReady"/> is false. In a program without a host
    /// <see cref="ModelSource.TryLoadAsync"/> loads it. Calling it again changes nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section 'DialClip', of which the sections 'Store' and 'Model' are read.</param>
    /// <param name="baseFolder">
    /// The folder that relative paths in 'Store' are relative to; null for the host's content root, or the current
    /// folder in programs without a host.
    /// </param>
    public static IServiceCollection AddDialClipModel(
        this IServiceCollection services,
        IConfigurationSection section,
        string? baseFolder = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var folder = BaseFolder.Create(baseFolder);
        services.AddLogging();
        services.AddValidatedOptions<ArtifactStoreOptions>(section.GetSection("Store"));
        services.AddValidatedOptions<ModelOptions>(section.GetSection("Model"));
        services.TryAddSingleton(provider =>
            ArtifactStoreFactory.Create(
                provider.GetRequiredService<IOptions<ArtifactStoreOptions>>().Value,
                folder.Resolve(provider),
                GetTime(provider)
            )
        );
        services.TryAddSingleton(provider => new ArtifactLoader(
            provider.GetRequiredService<IArtifactStore>(),
            Path.Combine(
                folder.Resolve(provider),
                provider.GetRequiredService<IOptions<ArtifactStoreOptions>>().Value.CacheFolder
            )
        ));
        services.TryAddSingleton(provider => new ModelSource(
            provider.GetRequiredService<ArtifactLoader>(),
            provider.GetRequiredService<IOptions<ModelOptions>>().Value,
            provider.GetRequiredService<ILogger<ModelSource>>(),
            GetTime(provider)
        ));
        services.TryAddSingleton(provider => new DialClipRetriever(
            provider.GetRequiredService<IOptions<ModelOptions>>().Value.ConcurrentTurns,
            provider.GetRequiredService<ILogger<DialClipRetriever>>()
        ));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, ModelReloader>(provider =>
                new(
                    provider.GetRequiredService<ModelSource>,
                    provider.GetRequiredService<IOptions<ModelOptions>>(),
                    GetTime(provider),
                    provider.GetRequiredService<ILogger<ModelReloader>>()
                )
            )
        );
        return services;
    }

    // The host's clock, where it has one. None is registered: the host's own code would get it, too.
    private static TimeProvider GetTime(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
