using System.Collections.Concurrent;
using System.Net;
using DialClip.Bot.Attachments;
using DialClip.Bot.Tests.Privacy;
using DialClip.Bot.Turns;
using DialClip.Encoders.Imaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Rest;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>
/// The plugin's own reader of pictures, before a hostile server. Only these are played: what a name leads to, that a
/// checked address is this server (whose certificate is taken),
/// and the clock. Every check is the product's.
/// </summary>
internal sealed class PictureHarness : IAsyncDisposable
{
    public const string TeamsPicture = "https://smba.trafficmanager.net/emea/v3/attachments/0-weu-d1/views/original";
    public static readonly IPAddress Public = IPAddress.Parse("8.8.8.8");

    private readonly HostileServer server;
    private readonly ServiceProvider services;

    private PictureHarness(HostileServer server, Action<AttachmentOptions>? configure)
    {
        this.server = server;
        var collection = new ServiceCollection().AddLogging(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs)
        );
        collection.AddSingleton<TimeProvider>(Time);
        var connection = new CheckedConnection();
        collection.AddSingleton(
            new CheckedConnection
            {
                ResolveAsync = (host, _) => Task.FromResult(host == "127.0.0.1" ? [IPAddress.Loopback] : LookUp(host)),
                DialAsync = (addresses, port, cancellationToken) =>
                {
                    Dialled.Enqueue((addresses, port));
                    return connection.DialAsync(
                        [IPAddress.Loopback],
                        port == 443 ? server.HttpsPort : port,
                        cancellationToken
                    );
                },
            }
        );
        collection.AddSingleton(provider => new PictureReader(
            provider.GetRequiredService<PictureFetcher>(),
            Hashers.WithoutKey,
            provider.GetRequiredService<IOptionsMonitor<AttachmentOptions>>(),
            provider.GetRequiredService<IOptionsMonitor<TurnTimeouts>>(),
            Time,
            provider.GetRequiredService<ILogger<PictureReader>>()
        )
        {
            Decode = (bytes, limits, _) => DecodeWith(bytes, limits),
        });
        // As in Development; a test may choose otherwise.
        collection
            .AddOptions<AttachmentOptions>()
            .Configure(options => options.AllowLoopback = true)
            .Configure(options => configure?.Invoke(options));
        collection.AddPictures();
        // What a host may add to all its clients.
        collection.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Propagation()));
        collection
            .AddHttpClient(PictureRoutes.PublicClient)
            .ConfigurePrimaryHttpMessageHandler(
                (handler, _) =>
                    ((SocketsHttpHandler)handler).SslOptions.RemoteCertificateValidationCallback = (
                        _,
                        certificate,
                        _,
                        _
                    ) => certificate!.GetCertHashString() == HostileServer.Certificate.GetCertHashString()
            );
        services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new();

    public FakeLoggerProvider Logs { get; } = new();

    /// <summary>Gets what was connected to, after all checks.</summary>
    public ConcurrentQueue<(IPAddress[] Addresses, int Port)> Dialled { get; } = new();

    /// <summary>Gets or sets what a name leads to.</summary>
    public Func<string, IPAddress[]> LookUp { get; set; } = _ => [Public];

    /// <summary>Gets or sets what decodes; the product's own, unless a test breaks it.</summary>
    public Func<byte[], ImageLimits, RgbImage> DecodeWith { get; set; } =
        (bytes, limits) => ImageDecoder.Decode(bytes, limits);

    public HostileServer Server => server;

    public static async Task<PictureHarness> CreateAsync(
        RequestDelegate handler,
        Action<AttachmentOptions>? configure = null
    ) => new(await HostileServer.StartAsync(handler), configure);

    /// <summary>Reads a message with one picture at an address.</summary>
    public Task<PictureReader.Result> ReadAsync(
        string address = TeamsPicture,
        string channel = Channels.Msteams,
        ServiceClientCredentials? credentials = null,
        string serviceUrl = "https://smba.trafficmanager.net/emea/"
    ) => ReadAsync([new Attachment("image/png", address)], channel, credentials ?? new Signer(), serviceUrl);

    public async Task<PictureReader.Result> ReadAsync(
        IList<Attachment> attachments,
        string channel = Channels.Msteams,
        ServiceClientCredentials? credentials = null,
        string serviceUrl = "https://smba.trafficmanager.net/emea/",
        string conversation = "one",
        CancellationToken cancellationToken = default
    )
    {
        var activity = new Activity(ActivityTypes.Message)
        {
            Conversation = new ConversationAccount(id: conversation),
            ChannelId = channel,
            ServiceUrl = serviceUrl,
            Attachments = attachments,
        };
        using var turn = new TurnContext(new TestAdapter(), activity);
        using var http = new HttpClient();
        using IConnectorClient connector = new ConnectorClient(
            new Uri(serviceUrl),
            credentials,
            http,
            disposeHttpClient: false
        );
        turn.TurnState.Add(connector);
        return await services.GetRequiredService<PictureReader>().ReadAsync(turn, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    private sealed class Propagation : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Add("X-Of-The-Host", "secret");
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Signs requests as the SDK's credentials do.</summary>
    internal sealed class Signer(Func<CancellationToken, Task>? before = null) : ServiceClientCredentials
    {
        public const string Token = "Bearer the-token";

        public override async Task ProcessHttpRequestAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
            request.Headers.Add("Authorization", Token);
        }
    }
}
