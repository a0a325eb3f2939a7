using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Direct Line 3.0, as DirectLineJS uses it.</summary>
/// <remarks>
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference
/// </remarks>
internal static class DirectLineEndpoints
{
    public const string Root = "/v3/directline";

    /// <summary>The path of uploads; the page's pictures load them without a token.</summary>
    public const string Attachments = Root + "/attachments";

    /// <summary>The name of the policy that lets pages of allowed origins in.</summary>
    public const string CorsPolicy = "DialClip.DirectLine";

    public static void MapDirectLine(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).RequireCors(CorsPolicy);
        group.MapPost("/tokens/generate", GenerateAsync);
        group.MapPost("/tokens/refresh", Refresh);
        group.MapPost("/conversations", StartAsync);
        group.MapGet("/conversations/{id}", Resume);
        group.MapGet("/conversations/{id}/activities", Poll);
        group.MapPost("/conversations/{id}/activities", PostAsync);
        group.MapPost("/conversations/{id}/upload", UploadEndpoint.PostAsync).DisableAntiforgery();
        group.MapGet("/conversations/{id}/stream", StreamAsync);
        group.MapGet("/session/getsessionid", () => Results.Json(new { sessionId = "" }));
        routes.MapGet(Attachments + "/{id}", UploadEndpoint.Get);
    }

    public static IResult CreateEnded() =>
        ApiError.Create(
            StatusCodes.Status404NotFound,
            "ConversationNotFound",
            "The conversation is unknown or has ended; begin a new one."
        );

    private static async Task<IResult> GenerateAsync(
        HttpContext context,
        DirectLineAccess access,
        DirectLineTokens tokens,
        IOptions<DirectLineOptions> options
    )
    {
        if (!access.CanIssueToken(context.Request))
            return ApiError.Create(
                StatusCodes.Status401Unauthorized,
                "Unauthorized",
                "This host gives tokens to those who know its secret; send it as 'Authorization: Bearer SECRET'."
            );
        var body = await ActivityBody
            .ReadObjectAsync(context.Request.Body, options.Value.MaxActivityBytes, context.RequestAborted)
            .ConfigureAwait(false);
        var conversation = LocalConversations.NewId();
        return CreateToken(conversation, tokens.Issue(conversation, ClientActivity.GetUser(body)));
    }

    private static IResult Refresh(HttpContext context, DirectLineAccess access, DirectLineTokens tokens) =>
        access.Authorize(context.Request, null, out var refusal) is { } content
            ? CreateToken(content.Conversation, tokens.Renew(content))
            : refusal!;

    private static async Task<IResult> StartAsync(
        HttpContext context,
        DirectLineAccess access,
        DirectLineTokens tokens,
        LocalConversations conversations,
        ActivityDelivery delivery,
        ActiveTurns turns,
        IOptions<DirectLineOptions> options
    )
    {
        if (access.Authorize(context.Request, null, out var refusal) is not { } content)
            return refusal!;
        if (turns.IsClosed)
            return ActivityDelivery.CreateStopping(context);
        var body = await ActivityBody
            .ReadObjectAsync(context.Request.Body, options.Value.MaxActivityBytes, context.RequestAborted)
            .ConfigureAwait(false);
        var conversation = conversations.Open(content.Conversation, Caller.GetNetwork(context));
        // The first token or start names the user for good; otherwise it is one anonymous user.
        conversation.User ??= content.User ?? ClientActivity.GetUser(body) ?? $"user-{LocalConversations.NewId()}";
        await delivery.AnnounceAsync(conversation).ConfigureAwait(false);
        return Results.Json(
            CreateConversation(context, content with { User = conversation.User }, tokens, null),
            statusCode: StatusCodes.Status201Created
        );
    }

    private static IResult Resume(
        string id,
        string? watermark,
        HttpContext context,
        DirectLineAccess access,
        DirectLineTokens tokens,
        LocalConversations conversations
    )
    {
        if (access.Authorize(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        return conversations.Find(id) is null
            ? CreateEnded()
            : Results.Json(CreateConversation(context, content, tokens, watermark));
    }

    private static IResult Poll(
        string id,
        string? watermark,
        HttpContext context,
        DirectLineAccess access,
        LocalConversations conversations
    )
    {
        if (access.Authorize(context.Request, id, out var refusal) is null)
            return refusal!;
        return conversations.Find(id) is { } conversation
            ? Results.Bytes(conversation.GetAfter(watermark).Json, "application/json; charset=utf-8")
            : CreateEnded();
    }

    private static async Task<IResult> PostAsync(
        string id,
        HttpContext context,
        DirectLineAccess access,
        LocalConversations conversations,
        ActivityDelivery delivery
    )
    {
        if (access.Authorize(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return CreateEnded();
        return await delivery
            .SendAsync(
                conversation,
                await delivery.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false),
                content,
                context
            )
            .ConfigureAwait(false);
    }

    private static async Task StreamAsync(
        string id,
        string? t,
        string? watermark,
        HttpContext context,
        DirectLineTokens tokens,
        LocalConversations conversations,
        ActivityStream stream,
        ActiveTurns turns
    )
    {
        if (t is null || tokens.Read(t, stream: true) is not { } content || content.Conversation != id)
        {
            await ApiError
                .Create(
                    StatusCodes.Status403Forbidden,
                    "TokenExpired",
                    "The stream's address has expired; ask for the conversation again."
                )
                .ExecuteAsync(context)
                .ConfigureAwait(false);
            return;
        }
        if (conversations.Find(id) is not { } conversation)
        {
            await CreateEnded().ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ApiError
                .Create(StatusCodes.Status400BadRequest, "BadRequest", "This address takes WebSockets only.")
                .ExecuteAsync(context)
                .ConfigureAwait(false);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await stream
            .RunAsync(
                socket,
                conversation,
                watermark,
                Caller.GetNetwork(context),
                context.Features.GetRequiredFeature<InboundLimit>(),
                turns.Ended
            )
            .ConfigureAwait(false);
    }

    private static IResult CreateToken(string conversation, DirectLineTokens.Issued issued) =>
        Results.Json(
            new
            {
                conversationId = conversation,
                token = issued.Token,
                expires_in = issued.Seconds,
            }
        );

    private static object CreateConversation(
        HttpContext context,
        DirectLineTokens.Content content,
        DirectLineTokens tokens,
        string? watermark
    )
    {
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        var stream =
            $"{scheme}://{context.Request.Host}{Root}/conversations/{content.Conversation}/stream"
            + $"?watermark={Uri.EscapeDataString(watermark ?? "")}"
            + $"&t={Uri.EscapeDataString(tokens.IssueStream(content))}";
        var issued = tokens.Renew(content);
        return new
        {
            conversationId = content.Conversation,
            token = issued.Token,
            expires_in = issued.Seconds,
            streamUrl = stream,
        };
    }
}
