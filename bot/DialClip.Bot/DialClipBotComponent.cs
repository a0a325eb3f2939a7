using DialClip.Bot.Registration;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot;

/// <summary>Component that registers the plugin in bots that are composed of components.</summary>
public sealed class DialClipBotComponent : BotComponent
{
    /// <summary>Registers the plugin.</summary>
    /// <param name="services">
    /// The services. Into an empty collection, which the SDK's runtime appends to the host's, nothing but the plugin's
    /// own services is registered: logging, options, HTTP clients and metrics are the host's.
    /// </param>
    /// <param name="configuration">
    /// Settings with a section 'DialClip', or that section itself: the SDK's runtime passes what the component's
    /// 'settingsPrefix' names. Where they are empty and the host has a section 'DialClip', the host does not start.
    /// </param>
    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var section =
            configuration is IConfigurationSection given && !given.GetSection(SettingsOrigin.DefaultSection).Exists()
                ? given
                : configuration.GetSection(SettingsOrigin.DefaultSection);
        if (services.Count > 0)
        {
            DialClipServiceCollectionExtensions.Add(services, section, baseFolder: null, isComponent: true);
            return;
        }
        var all = new ServiceCollection();
        DialClipServiceCollectionExtensions.Add(all, section, baseFolder: null, isComponent: true);
        foreach (var service in PluginServices.GetOwn(all))
            services.Add(service);
    }
}
