using System.Threading.Channels;
using DialClip.Bot.Replies;
using DialClip.Bot.Tests.ExistingBot.Samples;
using DialClip.Bot.Tests.ExistingBot.Shop;
using Microsoft.AspNetCore.Builder;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The code of README.md and docs/plugging-in.md, as it stands there.</summary>
internal static class Snippets
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStorage>(new MemoryStorage());
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
    }

    public static void RegisterByCode(WebApplicationBuilder builder)
    {
        builder
            .Services.AddDialClip(options =>
            {
                options.Replies.Mode = ReplyMode.Observe;
                options.Media.BaseUrl = "https://bot.example/media/";
            })
            .UseBlobStore("https://ACCOUNT.blob.core.windows.net/models")
            .AddHead("models/mine")
            .AddReplyGate<FormGate>();
    }

    public static void RegisterBlobs(WebApplicationBuilder builder)
    {
        builder.Services.AddDialClipBlobStorage(options =>
            options.Container = "https://ACCOUNT.blob.core.windows.net/state"
        );
        builder.Services.AddDialClipBlobStorage(builder.Configuration.GetSection("ConversationBlobs"));
    }

    public static void MapPictures(WebApplication app)
    {
        app.MapDialClipMedia();
    }

    public static void RegisterHealth(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddDialClip();
    }

    public static void RegisterGate(WebApplicationBuilder builder)
    {
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip")).AddReplyGate<FormGate>();
    }

    public static void AddDialogGate(IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddDialClip(configuration.GetSection("DialClip"))
            .AddDialogGate<ConversationState>(
                async (state, turnContext, cancellationToken) =>
                    await state
                        .CreateProperty<DialogState>(nameof(DialogState))
                        .GetAsync(turnContext, cancellationToken: cancellationToken)
                        is { DialogStack.Count: > 0 }
            );
    }

    public static void AddOwnDialogGate(IDialClipBuilder dialClip, OrderDialog orders)
    {
        dialClip.AddDialogGate(
            async (turnContext, cancellationToken) => await orders.FindAsync(turnContext, cancellationToken) is not null
        );
    }

    public static void UseByHand(BotAdapter adapter, IServiceProvider services)
    {
        adapter.UseDialClip(services);
    }

    public static void UseComponent(IServiceCollection services, IConfiguration configuration)
    {
        new DialClipBotComponent().ConfigureServices(services, configuration);
    }

    internal sealed class AnyAdapter : CloudAdapter
    {
        public AnyAdapter(BotFrameworkAuthentication authentication, IEnumerable<IMiddleware> middleware)
            : base(authentication)
        {
            foreach (var each in middleware)
                Use(each);
        }
    }

    internal sealed class AskingBot : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            if (await turnContext.TryAnswerWithDialClipAsync(cancellationToken))
                return;
            await turnContext.SendActivityAsync("I did not understand.", cancellationToken: cancellationToken);
        }
    }

    internal sealed class BackgroundBot(Channel<ConversationReference> queue) : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            turnContext.AnswerLater();
            await queue.Writer.WriteAsync(turnContext.Activity.GetConversationReference(), cancellationToken);
        }
    }

    internal sealed class SuggestingBot : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            if (turnContext.GetDialClipSuggestions() is { Ranked.Count: > 0 } suggestions)
                await turnContext.SendActivityAsync(suggestions.CreateReply(), cancellationToken);
        }
    }
}
