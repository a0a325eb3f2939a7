using DialClip.Bot.Health;
using DialClip.Bot.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the plugin's health checks.</summary>
public static class DialClipHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds the health checks 'dialclip-model' (a model is loaded and answers), 'dialclip-storage' (the storage of
    /// conversations takes a record within 2 seconds) and 'dialclip-experiments' (a unit is assigned, and the
    /// experiment log could be written or is off), and the gauge 'dialclip.health' of their parts. Their descriptions
    /// name no paths, accounts or exception messages. Calling it again changes nothing.
    /// </summary>
    /// <param name="builder">The health checks of services that <c>AddDialClip</c> is called on, too.</param>
    /// <param name="tags">The tags of all checks, for hosts that filter by them.</param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddDialClip(this IHealthChecksBuilder builder, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(StorageHealthCheck)))
            return builder;
        builder.Services.TryAddTimedSingleton<ModelHealthCheck>();
        builder.Services.TryAddTimedSingleton<StorageHealthCheck>();
        builder.Services.TryAddTimedSingleton<ExperimentHealthCheck>();
        builder.Services.AddHostedService<HealthMetrics>();
        var tagList = tags.ToList();
        return builder
            .AddCheck<ModelHealthCheck>("dialclip-model", tags: tagList)
            .AddCheck<StorageHealthCheck>("dialclip-storage", tags: tagList)
            .AddCheck<ExperimentHealthCheck>("dialclip-experiments", tags: tagList);
    }
}
