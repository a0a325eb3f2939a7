using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Direct Line 3.0, as DirectLineJS uses it.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference</remarks>
internal static class DirectLineEndpoints
{
    private const string Root = "/v3/directline";

    public static void AddDirectLine(this IServiceCollection services)
    {
        // The keys end with the process, like the conversations that tokens open.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineAccess>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<HostAddress>();
        services.AddSingleton<BotClient>();
    }

    public static void MapDirectLine(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.MapPost("/tokens/generate", GenerateAsync);
        group.MapPost("/tokens/refresh", Refresh);
        group.MapPost("/conversations", StartAsync);
        group.MapGet("/conversations/{id}", Resume);
        group.MapGet("/conversations/{id}/activities", Poll);
        group.MapPost("/conversations/{id}/activities", PostAsync);
        group.MapPost("/conversations/{id}/upload", UploadEndpoint.PostAsync).DisableAntiforgery();
        group.MapGet("/conversations/{id}/stream", StreamAsync);
        group.MapGet("/attachments/{id}", UploadEndpoint.Get);
        group.MapGet("/session/getsessionid", () => Results.Json(new { sessionId = "" }));
    }

    private static async Task<IResult> GenerateAsync(HttpContext context, DirectLineAccess access, DirectLineTokens tokens, IOptions<DirectLineOptions> options)
    {
        if (!access.MayHaveToken(context.Request))
            return Failure.Of(StatusCodes.Status401Unauthorized, "Unauthorized", "This host gives tokens to those who know its secret; send it as 'Authorization: Bearer SECRET'.");
        var body = await ActivityBody.ReadObjectAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        var conversation = ConversationStore.NewId();
        return Results.Json(new { conversationId = conversation, token = tokens.Issue(conversation, UserOf(body)), expires_in = (int)options.Value.TokenLifetime.TotalSeconds });
    }

    private static IResult Refresh(HttpContext context, DirectLineAccess access, DirectLineTokens tokens, IOptions<DirectLineOptions> options) =>
        access.Read(context.Request, null, out var refusal) is { } content
            ? Results.Json(new { conversationId = content.Conversation, token = tokens.Issue(content.Conversation, content.User), expires_in = (int)options.Value.TokenLifetime.TotalSeconds })
            : refusal!;

    private static async Task<IResult> StartAsync(HttpContext context, DirectLineAccess access, DirectLineTokens tokens, ConversationStore conversations, BotClient bot, IOptions<DirectLineOptions> options)
    {
        if (access.Read(context.Request, null, out var refusal) is not { } content)
            return refusal!;
        var body = await ActivityBody.ReadObjectAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        var conversation = conversations.Open(content.Conversation);
        await bot.AnnounceAsync(conversation, content.User ?? UserOf(body) ?? "user", context.RequestAborted).ConfigureAwait(false);
        return Results.Json(Opened(context, content, tokens, options, null), statusCode: StatusCodes.Status201Created);
    }

    private static IResult Resume(string id, string? watermark, HttpContext context, DirectLineAccess access, DirectLineTokens tokens, ConversationStore conversations, IOptions<DirectLineOptions> options)
    {
        if (access.Read(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        return conversations.Find(id) is null ? Ended() : Results.Json(Opened(context, content, tokens, options, watermark));
    }

    private static IResult Poll(string id, string? watermark, HttpContext context, DirectLineAccess access, ConversationStore conversations)
    {
        if (access.Read(context.Request, id, out var refusal) is null)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return Ended();
        var (activities, next, _) = conversation.After(watermark);
        return ActivitySet.ToResult(activities, next);
    }

    private static async Task<IResult> PostAsync(string id, HttpContext context, DirectLineAccess access, ConversationStore conversations, BotClient bot)
    {
        if (access.Read(context.Request, id, out var refusal) is not { } content)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return Ended();
        var activity = await ActivityBody.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        return await DeliverAsync(conversation, activity, content, bot, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Shows an activity to its own sender, which is how Web Chat knows that it arrived, and brings it to the bot.</summary>
    public static async Task<IResult> DeliverAsync(LocalConversation conversation, JObject activity, DirectLineTokens.Content token, BotClient bot, CancellationToken cancellationToken)
    {
        // A client speaks for itself only, and does not say where replies go.
        foreach (var name in new[] { "serviceUrl", "recipient", "channelId", "conversation", "timestamp", "id" })
            activity.Remove(name);
        var from = activity["from"] as JObject ?? [];
        from["id"] = token.User ?? (from["id"] is JValue { Value: string { Length: > 0 and <= 256 } named } ? named : "user");
        from["role"] = "user";
        activity["from"] = from;
        var added = conversation.Add(activity);
        return await bot.SendAsync(conversation, activity, cancellationToken).ConfigureAwait(false)
            ? Results.Json(new { id = added })
            : Failure.Of(StatusCodes.Status502BadGateway, "BotError", "The bot did not take the activity; the host's log says why.");
    }

    public static IResult Ended() => Failure.Of(StatusCodes.Status404NotFound, "ConversationNotFound", "The conversation is unknown or has ended; begin a new one.");

    private static async Task StreamAsync(string id, string? t, string? watermark, HttpContext context, DirectLineTokens tokens, ConversationStore conversations, IHostApplicationLifetime lifetime)
    {
        if (t is null || tokens.Read(t, stream: true) is not { } content || content.Conversation != id)
        {
            await Failure.Of(StatusCodes.Status403Forbidden, "TokenExpired", "The stream's address has expired; ask for the conversation again.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (conversations.Find(id) is not { } conversation)
        {
            await Ended().ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Failure.Of(StatusCodes.Status400BadRequest, "BadRequest", "This address takes WebSockets only.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await ActivityStream.RunAsync(socket, conversation, watermark, ended.Token).ConfigureAwait(false);
    }

    private static object Opened(HttpContext context, DirectLineTokens.Content content, DirectLineTokens tokens, IOptions<DirectLineOptions> options, string? watermark)
    {
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        var stream = $"{scheme}://{context.Request.Host}{Root}/conversations/{content.Conversation}/stream?watermark={Uri.EscapeDataString(watermark ?? "")}&t={Uri.EscapeDataString(tokens.IssueStream(content.Conversation, content.User))}";
        return new
        {
            conversationId = content.Conversation,
            token = tokens.Issue(content.Conversation, content.User),
            expires_in = (int)options.Value.TokenLifetime.TotalSeconds,
            streamUrl = stream,
        };
    }

    private static string? UserOf(JObject body) => body["user"] is JObject user && user["id"] is JValue { Value: string { Length: > 0 and <= 256 } id } ? id : null;
}
