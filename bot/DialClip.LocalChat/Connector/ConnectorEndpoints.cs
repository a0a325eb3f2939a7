using System.Net;
using System.Security.Cryptography;
using System.Text;
using DialClip.LocalChat.DirectLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Connector;

/// <summary>
/// Endpoints of a channel's connector, to which the bot sends its replies. They accept requests of this machine that
/// know the key in the address.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
internal static class ConnectorEndpoints
{
    public const string Root = "connector";

    public static void MapConnector(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup($"/{Root}/{{key}}/v3/conversations/{{id}}");
        group.AddEndpointFilter(
            async (invocation, next) =>
                IsBot(invocation.HttpContext)
                    ? await next(invocation).ConfigureAwait(false)
                    : ApiError.Create(
                        StatusCodes.Status403Forbidden,
                        "Forbidden",
                        "The connector takes activities from the bot on this machine only, at the service address that "
                            + "it was given."
                    )
        );
        group.MapPost("/activities", PostAsync);
        group.MapPost("/activities/{activityId}", PostAsync);
        group.MapPut(
            "/activities/{activityId}",
            async (
                string id,
                string activityId,
                HttpContext context,
                LocalConversations conversations,
                IOptions<DirectLineOptions> options
            ) =>
                CreateReplaced(
                    conversations
                        .Find(id)
                        ?.Replace(activityId, await ReadAsync(context, options).ConfigureAwait(false)),
                    activityId
                )
        );
        group.MapDelete(
            "/activities/{activityId}",
            (string id, string activityId, LocalConversations conversations) =>
                CreateReplaced(conversations.Find(id)?.Replace(activityId, null), activityId)
        );
        group.MapGet(
            "/members",
            (string id, LocalConversations conversations) =>
                CreateMembers(conversations.Find(id), members => Results.Json(members))
        );
        group.MapGet(
            "/activities/{activityId}/members",
            (string id, LocalConversations conversations) =>
                CreateMembers(conversations.Find(id), members => Results.Json(members))
        );
        group.MapGet(
            "/pagedmembers",
            (string id, LocalConversations conversations) =>
                CreateMembers(conversations.Find(id), members => Results.Json(new { members }))
        );
        group.MapGet(
            "/members/{memberId}",
            (string id, string memberId, LocalConversations conversations) =>
                CreateMembers(
                    conversations.Find(id),
                    members =>
                        members.FirstOrDefault(member => member.Id == memberId) is { } member
                            ? Results.Json(member)
                            : ApiError.Create(
                                StatusCodes.Status404NotFound,
                                "MemberNotFoundInConversation",
                                "Nobody of that id is in the conversation."
                            )
                )
        );
    }

    private static bool IsBot(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes((string?)context.Request.RouteValues["key"] ?? ""),
            Encoding.UTF8.GetBytes(context.RequestServices.GetRequiredService<ConnectorKey>().Value)
        );

    private static async Task<IResult> PostAsync(
        string id,
        string? activityId,
        HttpContext context,
        LocalConversations conversations,
        IOptions<DirectLineOptions> options
    )
    {
        if (conversations.Find(id) is not { } conversation)
            return DirectLineEndpoints.CreateEnded();
        var activity = await ReadAsync(context, options).ConfigureAwait(false);
        if (activityId is not null)
            activity["replyToId"] = activityId;
        return Results.Json(new { id = conversation.Add(activity, GetSenderId(activity)).Id });
    }

    // A reply of the plugin that is sent again, because nobody knew whether it had arrived, is shown once.
    private static string? GetSenderId(JObject activity) =>
        (activity["channelData"] as JObject)?["dialclip"] is JObject part
        && part["impression"] is JValue { Value: string { Length: > 0 } reply }
            ? "reply:" + reply
            : null;

    private static async Task<JObject> ReadAsync(HttpContext context, IOptions<DirectLineOptions> options)
    {
        var activity = await ActivityBody
            .ReadAsync(context.Request.Body, options.Value.MaxActivityBytes, context.RequestAborted)
            .ConfigureAwait(false);
        activity["from"] = new JObject
        {
            ["id"] = BotClient.BotId,
            ["name"] = BotClient.BotName,
            ["role"] = "bot",
        };
        // It would tell clients this connector's address.
        activity.Remove("serviceUrl");
        return activity;
    }

    private static IResult CreateMembers(LocalConversation? conversation, Func<Member[], IResult> createResult) =>
        conversation is null
            ? DirectLineEndpoints.CreateEnded()
            : createResult([
                new(BotClient.BotId, BotClient.BotName, "bot"),
                .. conversation.User is { } user ? [new Member(user, user, "user")] : Array.Empty<Member>(),
            ]);

    private static IResult CreateReplaced(bool? replaced, string activityId) =>
        replaced switch
        {
            null => DirectLineEndpoints.CreateEnded(),
            false => ApiError.Create(
                StatusCodes.Status404NotFound,
                "ActivityNotFound",
                $"Activity '{activityId}' is not in the conversation, or no longer."
            ),
            true => Results.Json(new { id = activityId }),
        };

    private sealed record Member(string Id, string Name, string Role);
}
