using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IStorage>(new MemoryStorage());
builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"), builder.Environment.ContentRootPath);
builder.Services.AddSingleton<BotFrameworkAuthentication, ConfigurationBotFrameworkAuthentication>();
builder.Services.AddSingleton<IBotFrameworkHttpAdapter, Adapter>();
builder.Services.AddTransient<IBot, Parrot>();
var app = builder.Build();
app.MapPost(
    "/api/messages",
    (HttpContext context, IBotFrameworkHttpAdapter adapter, IBot bot) =>
        adapter.ProcessAsync(context.Request, context.Response, bot, context.RequestAborted)
);
app.MapDialClipMedia();
await app.RunAsync();

internal sealed class Adapter : CloudAdapter
{
    public Adapter(
        BotFrameworkAuthentication authentication,
        IEnumerable<Microsoft.Bot.Builder.IMiddleware> middleware,
        ILogger<Adapter> logger
    )
        : base(authentication, logger)
    {
        foreach (var each in middleware)
            Use(each);
    }
}

internal sealed class Parrot : ActivityHandler
{
    protected override async Task OnMessageActivityAsync(
        ITurnContext<IMessageActivity> turnContext,
        CancellationToken cancellationToken
    )
    {
        if (await turnContext.TryAnswerWithDialClipAsync(cancellationToken))
            return;
        await turnContext.SendActivityAsync(
            MessageFactory.Text("Parrot: " + turnContext.Activity.Text),
            cancellationToken
        );
    }
}
