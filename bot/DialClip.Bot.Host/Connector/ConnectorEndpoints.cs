using System.Net;
using DialClip.Bot.Host.DirectLine;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Connector;

/// <summary>The other half of the local chat: where the bot sends its replies, as to a channel's connector. Only this machine may.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
internal static class ConnectorEndpoints
{
    public static void MapConnector(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/connector/v3/conversations/{id}");
        group.AddEndpointFilter(async (invocation, next) => invocation.HttpContext.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
            ? await next(invocation).ConfigureAwait(false)
            : Failure.Of(StatusCodes.Status403Forbidden, "Forbidden", "The connector takes activities from this machine only."));
        group.MapPost("/activities", (string id, HttpContext context, ConversationStore conversations) => PostAsync(id, context, conversations, null));
        group.MapPost("/activities/{activityId}", (string id, string activityId, HttpContext context, ConversationStore conversations) => PostAsync(id, context, conversations, activityId));
        group.MapPut("/activities/{activityId}", async (string id, string activityId, HttpContext context, ConversationStore conversations) =>
            Replaced(conversations.Find(id)?.Replace(activityId, FromBot(await ActivityBody.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false))), activityId));
        group.MapDelete("/activities/{activityId}", (string id, string activityId, ConversationStore conversations) => Replaced(conversations.Find(id)?.Replace(activityId, null), activityId));
        group.MapGet("/members", (string id, ConversationStore conversations) =>
            conversations.Find(id) is null ? DirectLineEndpoints.Ended() : Results.Json(new[] { new { id = BotClient.BotId, role = "bot" } }));
    }

    private static async Task<IResult> PostAsync(string id, HttpContext context, ConversationStore conversations, string? replyTo)
    {
        if (conversations.Find(id) is not { } conversation)
            return DirectLineEndpoints.Ended();
        var activity = FromBot(await ActivityBody.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false));
        if (replyTo is not null)
            activity["replyToId"] = replyTo;
        return Results.Json(new { id = conversation.Add(activity) });
    }

    private static JObject FromBot(JObject activity)
    {
        activity["from"] = new JObject { ["id"] = BotClient.BotId, ["name"] = "DialClip.Bot", ["role"] = "bot" };
        activity.Remove("serviceUrl");
        return activity;
    }

    private static IResult Replaced(bool? done, string activityId) => done switch
    {
        null => DirectLineEndpoints.Ended(),
        false => Failure.Of(StatusCodes.Status404NotFound, "ActivityNotFound", $"Activity '{activityId}' is not in the conversation, or no longer."),
        true => Results.Json(new { id = activityId }),
    };
}
