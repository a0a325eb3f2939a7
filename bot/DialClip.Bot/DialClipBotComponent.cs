using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot;

/// <summary>Component that registers the plugin in bots that are composed of components.</summary>
public sealed class DialClipBotComponent : BotComponent
{
    private const string Section = "DialClip";

    /// <summary>Registers the plugin.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// Settings with a section 'DialClip', or that section itself: the SDK's runtime passes what the component's
    /// 'settingsPrefix' names.
    /// </param>
    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddDialClip(
            configuration is IConfigurationSection section && !section.GetSection(Section).Exists()
                ? section
                : configuration.GetSection(Section)
        );
    }
}
