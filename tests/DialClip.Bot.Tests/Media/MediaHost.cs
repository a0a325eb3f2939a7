using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Media;

/// <summary>A web application that serves the pictures of a tiny catalog, on a free port of this machine.</summary>
internal sealed class MediaHost : IAsyncDisposable
{
    private readonly TinyBundle bundle = new();
    private WebApplication app = null!;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public static async Task<MediaHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings,
        TimeProvider? time,
        ILoggerProvider? logs,
        params (string Id, string File, byte[] Bytes)[] pictures
    )
    {
        var host = new MediaHost();
        host.bundle.MorePictures.AddRange(pictures);
        await host.bundle.WriteAllAsync();
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = host.bundle.Root });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder
            .Configuration.AddInMemoryCollection(BundleSettings.Create(host.bundle, answers: false))
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddRoutingCore();
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        host.app = builder.Build();
        host.app.MapDialClipMedia();
        await host.app.StartAsync();
        await host.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        host.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new(host.app.Urls.First()),
        };
        return host;
    }

    public string GetPath(string path) => bundle.GetPath(path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        bundle.Dispose();
    }
}
