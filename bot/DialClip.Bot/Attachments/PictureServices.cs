using System.Net;
using DialClip.Bot.Registration;
using DialClip.Bot.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>Registers the services that fetch users' pictures.</summary>
internal static class PictureServices
{
    /// <summary>Adds the reader with its two HTTP clients.</summary>
    public static void AddPictures(this IServiceCollection services)
    {
        services.TryAddSingleton<CheckedConnection>();
        services.TryAddSingleton<PictureRoutes>();
        services.TryAddSingleton<PictureFetcher>();
        services.TryAddTimedSingleton<PictureReader>();
        AddClient(services, PictureRoutes.PublicClient, connection => connection.ToPublicAsync);
        AddClient(services, PictureRoutes.LocalClient, connection => connection.ToThisMachineAsync);
    }

    // The client's loggers would write whole addresses, which may be secrets.
    private static void AddClient(
        IServiceCollection services,
        string name,
        Func<CheckedConnection, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>> connect
    ) =>
        services
            .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            // A host's handlers for all clients, such as its own headers or retries, are not for these.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                // A small file must not become a large one, nor a foreign host learn this host's traces.
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                MaxResponseDrainSize = 0,
                ConnectTimeout = provider.GetRequiredService<IOptionsMonitor<TurnTimeouts>>().CurrentValue.PictureFetch,
                ConnectCallback = connect(provider.GetRequiredService<CheckedConnection>()).Invoke,
            });
}
