using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot;

/// <summary>Adds the plugin to bots that are put together from components.</summary>
public sealed class DialClipBotComponent : BotComponent
{
    private const string Section = "DialClip";

    /// <summary>Adds the plugin.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Settings with a section 'DialClip', or that section itself: the SDK's runtime hands over what the component's 'settingsPrefix' names.</param>
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
