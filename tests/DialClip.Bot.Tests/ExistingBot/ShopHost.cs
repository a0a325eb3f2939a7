using System.Net.Http.Headers;
using System.Text;
using DialClip.Bot.Replies;
using DialClip.Bot.Tests.ExistingBot.Shop;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// The existing bot as a web application on a free port of this machine, with a channel's connector beside it that
/// writes down every request.
/// </summary>
internal sealed class ShopHost : IAsyncDisposable
{
    // They differ from run to run, whatever the bot does.
    private static readonly string[] Volatile =
    [
        "Host",
        "Content-Length",
        "Date",
        "traceparent",
        "Transfer-Encoding",
        "User-Agent",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialclip-shop-");
    private WebApplication app = null!;
    private HttpClient client = null!;
    private int sent;

    public Transcript Transcript { get; } = new();

    public FakeLoggerProvider Logs { get; } = new();

    /// <summary>Starts it, with the plugin's settings or, when there are none, without the plugin.</summary>
    public static async Task<ShopHost> StartAsync(
        IReadOnlyDictionary<string, string?>? plugin,
        IResponseModel? model = null
    )
    {
        var host = new ShopHost();
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = host.folder.FullName });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(plugin ?? new Dictionary<string, string?>());
        builder.Logging.AddProvider(host.Logs);
        builder.Services.AddRoutingCore().AddHttpClient().AddShop();
        builder.Services.AddSingleton<BotFrameworkAuthentication, ConfigurationBotFrameworkAuthentication>();
        builder.Services.AddSingleton<CloudAdapter, ShopAdapter>();
        if (model is not null)
            builder.Services.AddSingleton(model);
        if (plugin is not null)
            Snippets.Register(builder);
        builder.Services.AddSingleton<IStorage>(new RecordedStorage(host.Transcript));
        host.app = builder.Build();
        host.Map();
        host.app.Services.GetRequiredService<TurnErrors>().Seen = error =>
            host.Transcript.AddRaw("error", $"{error.GetType()}: {error.Message}");
        if (plugin?.ContainsKey("DialClip:Store:Path") == true)
            await host.app.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        await host.app.StartAsync();
        host.Transcript.Origin = host.app.Urls.First();
        host.client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new(host.app.Urls.First()),
        };
        return host;
    }

    /// <summary>Brings activities to the bot as a channel does, and writes down what comes back.</summary>
    public async Task PlayAsync(Script script)
    {
        var conversation = script.Conversation();
        var count = 0;
        foreach (var step in script.Steps)
        {
            if (step.Activity is null)
            {
                await PostAsync("/api/notify", "{}");
                continue;
            }
            var activity = step.Activity();
            activity.ApplyConversationReference(conversation, isIncoming: true);
            (activity.From, activity.Id) = (step.Activity().From ?? conversation.User, activity.Id ?? $"in-{++count}");
            activity.ServiceUrl = client.BaseAddress + "connector/";
            activity.Timestamp = activity.LocalTimestamp = Scripts.Time;
            await PostAsync("/api/messages", JsonConvert.SerializeObject(activity, Transcript.OneLine));
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private void Map()
    {
        app.MapPost(
            "/api/messages",
            (HttpContext context, CloudAdapter adapter, IBot bot) =>
                adapter.ProcessAsync(context.Request, context.Response, bot, context.RequestAborted)
        );
        app.MapPost(
            "/api/notify",
            (CloudAdapter adapter, Reminders reminders) => reminders.SendAsync(adapter, CancellationToken.None)
        );
        app.Map(
            "/connector/{**path}",
            async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                var headers = context.Request.Headers.SelectMany(header =>
                    header.Value.Select(value => (header.Key, value))
                );
                Transcript.AddRaw(context.Request.Method, $"{context.Request.Path} {Shown(headers)}\n{body}");
                return context.Request.Method == "POST"
                    ? Results.Json(new { id = $"sent-{++sent}" })
                    : Results.Json(new { id = context.Request.Path.Value!.Split('/')[^1] });
            }
        );
    }

    private async Task PostAsync(string path, string body)
    {
        Transcript.AddRaw("receive", body);
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value.Select(value => (header.Key, (string?)value)));
        Transcript.AddRaw(
            "answer",
            $"{(int)response.StatusCode} {Shown(headers)}\n{await response.Content.ReadAsStringAsync()}"
        );
    }

    private static string Shown(IEnumerable<(string Name, string? Value)> headers) =>
        string.Join(
            "; ",
            headers
                .Where(header => !Volatile.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                .Select(header => $"{header.Name}: {header.Value}")
                .Order(StringComparer.OrdinalIgnoreCase)
        );
}
