using DialClip.Bot.Storage.Blobs;
using DialClip.Shared.Settings;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of <see cref="BlobStorage"/>.</summary>
public static class DialClipBlobStorageServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="BlobStorage"/> as the bot's <see cref="IStorage"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The section with the settings of <see cref="BlobStorageOptions"/>. Unknown names and invalid values keep the
    /// host from starting.
    /// </param>
    /// <returns>The <paramref name="services"/>.</returns>
    public static IServiceCollection AddDialClipBlobStorage(
        this IServiceCollection services,
        IConfigurationSection section
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddValidatedOptions<BlobStorageOptions>(section);
        return services.AddStorage();
    }

    /// <summary>Registers a <see cref="BlobStorage"/> as the bot's <see cref="IStorage"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. Invalid ones keep the host from starting.</param>
    /// <returns>The <paramref name="services"/>.</returns>
    public static IServiceCollection AddDialClipBlobStorage(
        this IServiceCollection services,
        Action<BlobStorageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddValidatedOptions(configure);
        return services.AddStorage();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services) =>
        services.AddSingleton<IStorage>(provider =>
            BlobStorage.Connect(
                provider.GetRequiredService<IOptions<BlobStorageOptions>>().Value,
                provider.GetService<TimeProvider>()
            )
        );
}
