using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot;

/// <summary>Adds the plugin to bots that are put together from components.</summary>
public sealed class DialClipBotComponent : BotComponent
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration) => services.AddDialClip(configuration.GetSection("DialClip"));
}
