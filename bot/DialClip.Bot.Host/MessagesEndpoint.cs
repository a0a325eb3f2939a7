using DialClip.Bot.Host.Web;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;

namespace DialClip.Bot.Host;

/// <summary>The bot's endpoint.</summary>
internal static class MessagesEndpoint
{
    public const string Path = "/api/messages";

    public static void MapMessages(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                Path,
                async (HttpContext context, CloudAdapter adapter, IBot bot) =>
                    await adapter
                        .ProcessAsync(context.Request, context.Response, bot, context.RequestAborted)
                        .ConfigureAwait(false)
            )
            .AddEndpointFilter<UnsignedMessages>();
}
