using DialClip.Bot.Host.Bots;
using DialClip.Bot.Host.DirectLine;
using DialClip.Bot.Host.Health;
using DialClip.Bot.Host.Telemetry;
using DialClip.Bot.Host.Web;
using DialClip.Bot.Media;
using DialClip.Shared.Settings;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Puts the host together: the bot's endpoint with the plugin, and for the local chat a Direct Line, a connector and a page.</summary>
internal static class HostApplication
{
    private const long MaxRequestBytes = 1024 * 1024;

    /// <summary>Builds the host; it is not started yet.</summary>
    /// <param name="args">The command line, as ASP.NET Core reads it: --urls, --contentRoot, --Section:Name value.</param>
    /// <param name="configure">Changes the builder before it builds; for tests.</param>
    /// <exception cref="InvalidDataException">The settings do not allow the host to start.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                // The command line's own --contentRoot wins; the settings lie beside the program otherwise.
                ContentRootPath = args.Any(argument =>
                    argument.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)
                )
                    ? null
                    : AppContext.BaseDirectory,
                WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            }
        );
        configure?.Invoke(builder);
        AddServices(builder);
        var app = builder.Build();
        try
        {
            CheckSettings(app);
            Map(app);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var (services, section) = (builder.Services, builder.Configuration.GetSection("DialClip"));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBytes);
        builder.AddTelemetryExport();
        services.AddValidatedOptions<DirectLineOptions>(section.GetSection("DirectLine"));
        services.AddRestartRequiredSettings(section, "DirectLine");
        services.AddDialClip(section, builder.Environment.ContentRootPath);
        // The addresses of requests hold keys and tokens.
        services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
        services.AddHttpClient();
        services
            .AddHttpClient(BotClient.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }
            );
        services.AddSingleton<BotFrameworkAuthentication, HostAuthentication>();
        services.AddSingleton<CloudAdapter, HostAdapter>();
        services.AddTransient<IBot, FallbackBot>();
        services.AddDirectLine();
        if (IsLocalChatOn(builder))
            services.AddSingleton<IMediaBaseAddressProvider, LocalMediaBaseAddress>();
        services.AddRateLimits();
        services.AddHealth();
    }

    // An unreadable value is reported with all others once the settings are validated.
    private static bool IsLocalChatOn(WebApplicationBuilder builder) =>
        bool.TryParse(builder.Configuration["DialClip:DirectLine:Enabled"], out var enabled)
            ? enabled
            : builder.Environment.IsDevelopment();

    // What is wrong with the settings is said before anything listens.
    private static void CheckSettings(WebApplication app)
    {
        HostSettings.RequireValid(
            app.Configuration.GetSection("DialClip"),
            app.Services.GetService<IStartupValidator>(),
            OtlpVariables.FindProblems(app.Configuration)
        );
        if (
            app.Urls.Count == 0
            && string.IsNullOrWhiteSpace(app.Configuration[WebHostDefaults.ServerUrlsKey])
            && !app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any()
        )
            app.Urls.Add(HostSettings.DefaultAddress);
        var directLine = app.Services.GetRequiredService<IOptions<DirectLineOptions>>().Value;
        if (directLine.IsEnabled(app.Environment) && directLine.Secret.Length == 0)
        {
            foreach (
                var address in app
                    .Urls.Append(app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "")
                    .Concat(
                        app.Configuration.GetSection("Kestrel:Endpoints")
                            .GetChildren()
                            .Select(endpoint => endpoint["Url"] ?? "")
                    )
            )
                HostSettings.RequireLoopback(address);
        }
        BotCredentials.Require(app.Configuration);
        // Refuses credentials that the SDK does not take.
        _ = app.Services.GetRequiredService<CloudAdapter>();
    }

    private static void Map(WebApplication app)
    {
        app.LogTelemetryExport();
        var localChat = app.Services.GetRequiredService<IOptions<DirectLineOptions>>().Value.IsEnabled(app.Environment);
        app.UseMiddleware<FailureResponse>();
        app.UseRateLimiter();
        app.UseMiddleware<BrowserGuard>();
        app.MapMessages();
        app.MapDialClipMedia();
        app.MapHealth();
        if (localChat)
            app.MapLocalChat();
        else
            app.Logger.NoLocalChat(app.Environment.EnvironmentName);
    }
}
