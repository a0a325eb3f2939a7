using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot;

#pragma warning disable CA1822 // ASP.NET calls them on an instance.
internal sealed class Startup(IConfiguration configuration)
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddControllers();
        services.AddDialClip(configuration.GetSection("DialClip"));
    }

    public void Configure(IApplicationBuilder app)
    {
        app.UseRouting()
            .UseEndpoints(endpoints =>
            {
                endpoints.MapControllers();
                endpoints.MapDialClipMedia();
            });
    }
}
#pragma warning restore CA1822
