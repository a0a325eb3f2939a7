using DialClip.LocalChat.Connector;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.LocalChat.Tests;

/// <summary>A small bot with plugin and local chat, on a free port of this machine.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly TinyBundle bundle = new();
    private WebApplication app = null!;

    public ChatClient Chat { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public Uri Origin { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public static async Task<ChatHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        Action<TinyBundle>? prepare = null,
        ILoggerProvider? logs = null,
        string environment = "Production"
    )
    {
        var host = new ChatHost();
        try
        {
            prepare?.Invoke(host.bundle);
            await host.bundle.WriteAllAsync();
            await host.StartAppAsync(settings ?? new Dictionary<string, string?>(), time, logs, environment);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public string GetPath(string path) => bundle.GetPath(path);

    /// <summary>Gets an address of the connector, at which the bot speaks as the bot.</summary>
    public string GetConnectorPath(ChatClient.OpenedConversation conversation, string rest = "activities") =>
        $"connector/{Services.GetRequiredService<ConnectorKey>().Value}/v3/conversations/{conversation.Id}/{rest}";

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        bundle.Dispose();
    }

    private async Task StartAppAsync(
        IReadOnlyDictionary<string, string?> settings,
        TimeProvider? time,
        ILoggerProvider? logs,
        string environment
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = bundle.Root, EnvironmentName = environment }
        );
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder
            .Configuration.AddInMemoryCollection(BundleSettings.Create(bundle, answers: false))
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["DialClip:DirectLine:Enabled"] = "true",
                    ["DialClip:Attachments:AllowLoopback"] = "true",
                    [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
                }
            )
            .AddInMemoryCollection(settings);
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddHttpClient();
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        builder.Services.AddSingleton<BotFrameworkAuthentication, ConfigurationBotFrameworkAuthentication>();
        builder.Services.AddSingleton<CloudAdapter, ChatAdapter>();
        builder.Services.AddTransient<IBot, ChatBot>();
        builder.Services.AddHealthChecks();
        builder.AddLocalChat();
        app = builder.Build();
        app.MapLocalChat();
        app.MapPost(
            "/api/messages",
            (HttpContext context, CloudAdapter adapter, IBot bot) =>
                adapter.ProcessAsync(context.Request, context.Response, bot, context.RequestAborted)
        );
        app.MapDialClipMedia();
        app.MapHealthChecks("/healthz/live");
        await app.StartAsync();
        await app.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);
        Origin = new(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Origin,
        };
        Chat = new(Client);
    }

    private sealed class ChatAdapter : CloudAdapter
    {
        public ChatAdapter(
            BotFrameworkAuthentication authentication,
            IEnumerable<Microsoft.Bot.Builder.IMiddleware> middleware
        )
            : base(authentication)
        {
            foreach (var each in middleware)
                Use(each);
        }
    }

    /// <summary>The bot, which greets new members and has one answer.</summary>
    internal sealed class ChatBot : ActivityHandler
    {
        public const string Greeting = "Welcome.";
        public const string Answer = "I have no picture for that.";

        protected override Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        ) =>
            turnContext.SendActivityAsync(
                MessageFactory.Text(turnContext.GetDialClipUnusablePicture() ?? Answer),
                cancellationToken
            );

        protected override Task OnMembersAddedAsync(
            IList<ChannelAccount> membersAdded,
            ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken
        ) =>
            membersAdded.Any(member => member.Id != turnContext.Activity.Recipient.Id)
                ? turnContext.SendActivityAsync(MessageFactory.Text(Greeting), cancellationToken)
                : Task.CompletedTask;
    }
}
