using DialClip.Bot;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Bot.Builder;

/// <summary>Adds the plugin to adapters that do not take their middleware from the services.</summary>
public static class DialClipBotAdapterExtensions
{
    /// <summary>Adds the plugin's middleware. Adding it twice does no harm: it runs once a turn.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="services">The services that <c>AddDialClip</c> was called on.</param>
    /// <returns>The <paramref name="adapter"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDialClip</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">Settings are not valid; it names all of them.</exception>
    public static BotAdapter UseDialClip(this BotAdapter adapter, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(services);
        return adapter.Use(
            services.GetServices<IMiddleware>().OfType<DialClipMiddleware>().FirstOrDefault()
                ?? throw new InvalidOperationException(
                    "The plugin is not registered. Call services.AddDialClip(configuration.GetSection(\"DialClip\")) "
                        + "before the services are built."
                )
        );
    }
}
