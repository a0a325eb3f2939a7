using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using DialClip.Bot.Host;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Host;

/// <summary>The host on a free port of this machine, with a tiny model.</summary>
internal sealed class HostHarness : IAsyncDisposable
{
    private readonly TinyBundle bundle = new();
    private WebApplication app = null!;

    public HttpClient Client { get; private set; } = null!;

    public Uri Origin { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public static async Task<HostHarness> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        Action<TinyBundle>? prepare = null,
        ILoggerProvider? logs = null,
        Action<IServiceCollection>? register = null
    )
    {
        var harness = new HostHarness();
        prepare?.Invoke(harness.bundle);
        await harness.bundle.WriteAllAsync();
        harness.app = HostApplication.Build(
            ["--urls", "http://127.0.0.1:0"],
            builder =>
            {
                builder.Logging.ClearProviders();
                if (logs is not null)
                    builder.Logging.AddProvider(logs);
                builder.Configuration.Sources.Clear();
                builder
                    .Configuration.AddInMemoryCollection(harness.Settings())
                    .AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
                builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
                if (time is not null)
                    builder.Services.AddSingleton(time);
                register?.Invoke(builder.Services);
            }
        );
        await harness.app.StartAsync();
        await harness.app.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        harness.Origin = new(harness.app.Urls.First());
        harness.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = harness.Origin,
        };
        return harness;
    }

    public string PathOf(string path) => bundle.PathOf(path);

    /// <summary>Stops the host as a signal would, and disposes it as its program then does.</summary>
    public async Task EndAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Opens a conversation.</summary>
    public async Task<OpenedConversation> OpenAsync(string user = "web-1")
    {
        var token = await PostAsync(
            "v3/directline/tokens/generate",
            new JObject { ["user"] = new JObject { ["id"] = user } },
            null
        );
        var opened = await PostAsync("v3/directline/conversations", [], (string)token["token"]!);
        return new((string)opened["conversationId"]!, (string)opened["token"]!, new Uri((string)opened["streamUrl"]!));
    }

    public async Task<JObject> PostAsync(string path, JObject body, string? token)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body.ToString(), token);
        response.EnsureSuccessStatusCode();
        return JObject.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string? token,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    /// <summary>Sends a request with headers of its own, as a browser or another program would.</summary>
    public async Task<HttpResponseMessage> BrowseAsync(
        HttpMethod method,
        string path,
        string? token,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>Gets where the bot speaks as the bot.</summary>
    public string ConnectorPath(OpenedConversation conversation, string what = "activities") =>
        $"connector/{Services.GetRequiredService<DialClip.Bot.Host.Connector.ConnectorKey>().Value}/v3/conversations/{conversation.Id}/{what}";

    /// <summary>Reads all that a conversation holds behind a watermark.</summary>
    public async Task<(List<JObject> Activities, string Watermark)> PollAsync(
        OpenedConversation conversation,
        string watermark = ""
    )
    {
        using var response = await SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities?watermark={watermark}",
            null,
            conversation.Token
        );
        response.EnsureSuccessStatusCode();
        var set = JObject.Parse(await response.Content.ReadAsStringAsync());
        return ([.. set["activities"]!.Cast<JObject>()], (string)set["watermark"]!);
    }

    public static JObject Message(string text, string client = "c1") =>
        new()
        {
            ["type"] = "message",
            ["text"] = text,
            ["from"] = new JObject { ["id"] = "web-1" },
            ["channelData"] = new JObject { ["clientActivityID"] = client },
        };

    /// <summary>Reads a stream until an activity fits.</summary>
    public static async Task<JObject> NextAsync(ClientWebSocket socket, Func<JObject, bool> fits)
    {
        while (true)
        {
            if ((await FrameAsync(socket))["activities"]!.Cast<JObject>().FirstOrDefault(fits) is { } found)
                return found;
        }
    }

    /// <summary>Reads one frame of a stream.</summary>
    public static async Task<JObject> FrameAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            frame.Write(buffer, 0, received.Count);
        } while (!received.EndOfMessage);
        return JObject.Parse(Encoding.UTF8.GetString(frame.ToArray()));
    }

    private Dictionary<string, string?> Settings() =>
        new(Bot.BotHarness.Answering(false))
        {
            ["DialClip:Store:Path"] = bundle.Root,
            ["DialClip:Model:Backbone"] = TinyBundle.BackbonePath,
            ["DialClip:Model:Catalog"] = TinyBundle.CatalogPath,
            ["DialClip:Model:Heads:0"] = TinyBundle.HeadPath,
            ["DialClip:Experiments:Log"] = bundle.PathOf("experiments.jsonl"),
            ["DialClip:DirectLine:Enabled"] = "true",
            ["DialClip:Attachments:AllowLoopback"] = "true",
        };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        bundle.Dispose();
    }

    internal sealed record OpenedConversation(string Id, string Token, Uri Stream);
}
