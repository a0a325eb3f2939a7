using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot;

/// <summary>Adds the plugin to an adapter that is not given its middleware by the services.</summary>
public static class BotAdapterExtensions
{
    /// <summary>Adds the plugin's middleware. An adapter that has it already may be given it again: it runs once a turn.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="services">The services that <see cref="ServiceCollectionExtensions.AddDialClip"/> was called on.</param>
    /// <exception cref="InvalidOperationException">It was not called.</exception>
    public static BotAdapter UseDialClip(this BotAdapter adapter, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(services);
        return adapter.Use(
            services.GetServices<IMiddleware>().OfType<DialClipMiddleware>().FirstOrDefault()
                ?? throw new InvalidOperationException(
                    "The plugin is not registered. Call services.AddDialClip(configuration.GetSection(\"DialClip\")) before the services are built."
                )
        );
    }
}
