using DialClip.LocalChat.Connector;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Registration of what <see cref="DirectLineEndpoints"/> need.</summary>
internal static class DirectLineServices
{
    public static void AddDirectLine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineAccess>();
        services.AddSingleton<LocalConversations>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadLimiter>();
        services.AddSingleton<ServerAddress>();
        services.AddSingleton<ConnectorKey>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<ActiveTurns>();
        services.AddHostedService(provider => provider.GetRequiredService<ActiveTurns>());
        services.AddSingleton<BotClient>();
        services.AddSingleton<ActivityDelivery>();
        services.AddSingleton<ActivityStream>();
        services
            .AddHttpClient(BotClient.HttpClientName)
            // Addresses of requests hold keys.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }
            );
        services.AddCors();
        services
            .AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>()
            .Configure<IOptions<DirectLineOptions>>(
                (cors, options) =>
                    cors.AddPolicy(
                        DirectLineEndpoints.CorsPolicy,
                        policy =>
                            policy
                                .WithOrigins([.. options.Value.AllowedOrigins])
                                .WithMethods("GET", "POST")
                                .WithHeaders("authorization", "content-type", "x-ms-bot-agent", "x-requested-with")
                                .WithExposedHeaders("retry-after")
                    )
            );
    }
}
