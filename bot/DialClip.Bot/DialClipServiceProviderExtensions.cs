using DialClip.Artifacts;
using DialClip.Bot.Registration;
using DialClip.Model.Loading;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The plugin in programs without a host: console bots and tests.</summary>
public static class DialClipServiceProviderExtensions
{
    /// <summary>
    /// Loads the model, unless it is loaded. A host loads it when it starts, and without one the first message does;
    /// this call takes the wait, and the failure, before that.
    /// </summary>
    /// <param name="services">The services that <c>AddDialClip</c> was called on.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidOperationException"><c>AddDialClip</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">Settings are not valid; it names all of them.</exception>
    /// <exception cref="ArtifactException">An artifact is missing, damaged or does not fit.</exception>
    public static Task LoadDialClipAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.GetService<SettingsOrigin>() is null)
            throw new InvalidOperationException(
                "The plugin is not registered. Call services.AddDialClip(configuration.GetSection(\"DialClip\")) "
                    + "before the services are built."
            );
        PluginSettings.Validate(services);
        return services.GetRequiredService<ModelSource>().ReloadAsync(cancellationToken);
    }
}
