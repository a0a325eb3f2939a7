using DialClip.Model.Loading;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Host.Tests;

/// <summary>The host's own program in this process, on a free port of this machine, with a tiny model.</summary>
internal sealed class HostHarness : IAsyncDisposable
{
    private readonly End end = new();
    private WebApplicationFactory<Program> factory = null!;

    public TinyBundle Bundle { get; } = new();

    public ChatClient Chat { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => factory.Services;

    /// <summary>Starts the host with the local chat, by whose middleware every request goes then.</summary>
    public static Task<HostHarness> StartWithChatAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        ILoggerProvider? logs = null,
        Action<IServiceCollection>? register = null
    ) =>
        StartAsync(
            new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
            {
                ["DialClip:DirectLine:Enabled"] = "true",
                ["DialClip:Attachments:AllowLoopback"] = "true",
            },
            logs,
            register
        );

    /// <summary>Starts the host as it runs in production.</summary>
    public static async Task<HostHarness> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        ILoggerProvider? logs = null,
        Action<IServiceCollection>? register = null,
        bool load = true
    )
    {
        var harness = new HostHarness();
        await harness.Bundle.WriteAllAsync();
        harness.factory = new Factory(
            harness.GetSettings(settings),
            harness.Bundle.Root,
            logs,
            services =>
            {
                services.AddSingleton<IHostedService>(_ => harness.end);
                register?.Invoke(services);
            }
        );
        harness.factory.UseKestrel();
        harness.factory.StartServer();
        if (load)
            await harness.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        harness.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = harness.factory.ClientOptions.BaseAddress,
        };
        harness.Chat = new(harness.Client);
        return harness;
    }

    /// <summary>Stops the host as a signal would, and disposes it as its program then does.</summary>
    public async Task EndAsync()
    {
        await factory.DisposeAsync();
        await end.Disposed.Task;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await factory.DisposeAsync();
        Bundle.Dispose();
    }

    private Dictionary<string, string?> GetSettings(IReadOnlyDictionary<string, string?>? settings)
    {
        var merged = BundleSettings.Create(Bundle, answers: false);
        // Not by UseKestrel, which sets the port while the program may be starting already.
        merged[WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
            merged[key] = value;
        return merged;
    }

    // Created before any hosted service starts, it is disposed after all that those created, when the program ends.
    private sealed class End : IHostedService, IAsyncDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            Disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Factory(
        IReadOnlyDictionary<string, string?> settings,
        string contentRoot,
        ILoggerProvider? logs,
        Action<IServiceCollection> register
    ) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production").UseContentRoot(contentRoot);
            // They become arguments of the program.
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                if (logs is not null)
                    logging.AddProvider(logs);
            });
            builder.ConfigureServices(register);
        }
    }
}
