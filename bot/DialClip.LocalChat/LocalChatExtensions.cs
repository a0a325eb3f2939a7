using DialClip.Bot.Media;
using DialClip.LocalChat.Connector;
using DialClip.LocalChat.DirectLine;
using DialClip.LocalChat.Gallery;
using DialClip.LocalChat.Page;
using DialClip.Shared.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat;

/// <summary>Registration of the local chat: Direct Line, connector and page, for development.</summary>
public static class LocalChatExtensions
{
    private const string Section = "DialClip:DirectLine";

    // A connection that was cut silently is noticed after the sum of both.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Adds the services of the local chat, with the settings of the section 'DialClip:DirectLine'.</summary>
    /// <param name="builder">The builder of a host that serves a bot at /api/messages.</param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static WebApplicationBuilder AddLocalChat(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddValidatedOptions<DirectLineOptions>(builder.Configuration.GetSection(Section));
        builder.Services.AddRestartRequiredSettings(builder.Configuration.GetSection("DialClip"), "DirectLine");
        builder.Services.AddDirectLine();
        builder.Services.AddGallery();
        if (IsEnabled(builder.Configuration, builder.Environment))
            builder.Services.AddSingleton<IMediaBaseAddressProvider, LocalMediaBaseAddress>();
        return builder;
    }

    /// <summary>
    /// Maps the local chat where 'DialClip:DirectLine:Enabled' is true, or is not set in the environment Development;
    /// elsewhere it maps nothing. Call it before the host's own endpoints are mapped: it guards them, too, against
    /// pages of other sites that are open in a browser on this machine.
    /// </summary>
    /// <param name="app">The host.</param>
    /// <returns>The <paramref name="app"/>.</returns>
    /// <exception cref="InvalidDataException">
    /// 'DialClip:DirectLine:Secret' is empty, and the server is to listen on addresses that other machines reach.
    /// </exception>
    public static WebApplication MapLocalChat(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!IsEnabled(app.Configuration, app.Environment))
        {
            app.Logger.NoLocalChat(app.Environment.EnvironmentName);
            return app;
        }
        if (app.Services.GetRequiredService<IOptions<DirectLineOptions>>().Value.Secret.Length == 0)
            LoopbackAddresses.Require(app);
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<RequestLimiter>();
        app.UseMiddleware<BrowserGuard>();
        app.UseCors();
        app.UseMiddleware<InboundLimiter>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        app.MapChatPage();
        app.MapDirectLine();
        app.MapConnector();
        app.MapCatalogs();
        app.MapGallery();
        return app;
    }

    // The options may not be valid yet: they are validated with all others when the host starts.
    private static bool IsEnabled(IConfiguration configuration, IHostEnvironment environment) =>
        bool.TryParse(configuration[Section + ":Enabled"], out var enabled) ? enabled : environment.IsDevelopment();
}
