using DialClip.Bot.Host.Connector;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Direct Line 3.0, as DirectLineJS uses it.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference</remarks>
internal static class DirectLineEndpoints
{
    public const string Root = "/v3/directline";

    /// <summary>The files that users sent; a picture of the page asks for them without a token.</summary>
    public const string Attachments = Root + "/attachments";

    private const string CorsPolicy = "DialClip.DirectLine";

    public static void AddDirectLine(this IServiceCollection services)
    {
        // The keys end with the process, like the conversations that tokens open.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineAccess>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadTurns>();
        services.AddSingleton<HostAddress>();
        services.AddSingleton<ConnectorKey>();
        services.AddSingleton<BotClient>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<ActivityStream>();
        services.AddCors();
        services
            .AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>()
            .Configure<IOptions<DirectLineOptions>>(
                (cors, options) =>
                    cors.AddPolicy(
                        CorsPolicy,
                        policy =>
                            policy
                                .WithOrigins([.. options.Value.AllowedOrigins])
                                .WithMethods("GET", "POST")
                                .WithHeaders("authorization", "content-type", "x-ms-bot-agent", "x-requested-with")
                                .WithExposedHeaders("retry-after")
                    )
            );
    }

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

    public static IResult Ended() =>
        Failure.Of(
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
        if (!access.MayHaveToken(context.Request))
            return Failure.Of(
                StatusCodes.Status401Unauthorized,
                "Unauthorized",
                "This host gives tokens to those who know its secret; send it as 'Authorization: Bearer SECRET'."
            );
        var body = await ActivityBody
            .ReadObjectAsync(context.Request.Body, options.Value.MaxActivityBytes, context.RequestAborted)
            .ConfigureAwait(false);
        var conversation = ConversationStore.NewId();
        return Shown(conversation, tokens.Issue(conversation, ClientActivity.UserOf(body)));
    }

    private static IResult Refresh(HttpContext context, DirectLineAccess access, DirectLineTokens tokens) =>
        access.Read(context.Request, null, out var refusal) is { } content
            ? Shown(content.Conversation, tokens.Renew(content))
            : refusal!;

    private static async Task<IResult> StartAsync(
        HttpContext context,
        DirectLineAccess access,
        DirectLineTokens tokens,
        ConversationStore conversations,
        Delivery delivery,
        IOptions<DirectLineOptions> options
    )
    {
        if (access.Read(context.Request, null, out var refusal) is not { } content)
            return refusal!;
        var body = await ActivityBody
            .ReadObjectAsync(context.Request.Body, options.Value.MaxActivityBytes, context.RequestAborted)
            .ConfigureAwait(false);
        var conversation = conversations.Open(content.Conversation);
        // Who the first token or the first start names stays the user; where neither does it is somebody, but one only.
        conversation.User ??= content.User ?? ClientActivity.UserOf(body) ?? $"user-{ConversationStore.NewId()}";
        await delivery.AnnounceAsync(conversation).ConfigureAwait(false);
        return Results.Json(
            Opened(context, content with { User = conversation.User }, tokens, null),
            statusCode: StatusCodes.Status201Created
        );
    }

    private static IResult Resume(
        string id,
        string? watermark,
        HttpContext context,
        DirectLineAccess access,
        DirectLineTokens tokens,
        ConversationStore conversations
    )
    {
        if (access.Read(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        return conversations.Find(id) is null ? Ended() : Results.Json(Opened(context, content, tokens, watermark));
    }

    private static IResult Poll(
        string id,
        string? watermark,
        HttpContext context,
        DirectLineAccess access,
        ConversationStore conversations
    )
    {
        if (access.Read(context.Request, id, out var refusal) is null)
            return refusal!;
        return conversations.Find(id) is { } conversation
            ? Results.Bytes(conversation.After(watermark).Json, "application/json; charset=utf-8")
            : Ended();
    }

    private static async Task<IResult> PostAsync(
        string id,
        HttpContext context,
        DirectLineAccess access,
        ConversationStore conversations,
        Delivery delivery
    )
    {
        if (access.Read(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return Ended();
        return await delivery
            .SendAsync(
                conversation,
                await delivery.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false),
                content
            )
            .ConfigureAwait(false);
    }

    private static async Task StreamAsync(
        string id,
        string? t,
        string? watermark,
        HttpContext context,
        DirectLineTokens tokens,
        ConversationStore conversations,
        ActivityStream stream,
        IHostApplicationLifetime lifetime
    )
    {
        if (t is null || tokens.Read(t, stream: true) is not { } content || content.Conversation != id)
        {
            await Failure
                .Of(
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
            await Ended().ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Failure
                .Of(StatusCodes.Status400BadRequest, "BadRequest", "This address takes WebSockets only.")
                .ExecuteAsync(context)
                .ConfigureAwait(false);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await stream.RunAsync(socket, conversation, watermark, lifetime.ApplicationStopping).ConfigureAwait(false);
    }

    private static IResult Shown(string conversation, DirectLineTokens.Issued issued) =>
        Results.Json(
            new
            {
                conversationId = conversation,
                token = issued.Token,
                expires_in = issued.Seconds,
            }
        );

    private static object Opened(
        HttpContext context,
        DirectLineTokens.Content content,
        DirectLineTokens tokens,
        string? watermark
    )
    {
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        var stream =
            $"{scheme}://{context.Request.Host}{Root}/conversations/{content.Conversation}/stream?watermark={Uri.EscapeDataString(watermark ?? "")}&t={Uri.EscapeDataString(tokens.IssueStream(content))}";
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
