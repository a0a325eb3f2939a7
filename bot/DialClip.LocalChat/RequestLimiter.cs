using System.Threading.RateLimiting;
using DialClip.LocalChat.DirectLine;
using DialClip.LocalChat.Gallery;
using DialClip.LocalChat.Page;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat;

/// <summary>
/// Middleware that limits the requests of one caller and the activities of one conversation. Who shows a valid token is
/// counted by its conversation and user alone, and who shows the secret apart from all others of the address. So nobody
/// is locked out by those who share the address, as all do behind a proxy.
/// </summary>
/// <remarks>
/// The bot's replies are not limited: they come through the connector, once for every accepted activity.
/// </remarks>
internal sealed class RequestLimiter : IDisposable
{
    private const int BurstSeconds = 4;

    private readonly RequestDelegate next;
    private readonly DirectLineAccess access;
    private readonly PartitionedRateLimiter<(string, string?)> callers;
    private readonly PartitionedRateLimiter<(string, string?)> conversations;

    public RequestLimiter(RequestDelegate next, DirectLineAccess access, IOptions<DirectLineOptions> options)
    {
        (this.next, this.access) = (next, access);
        callers = CreateBuckets(options.Value.RequestsPerSecond);
        conversations = CreateBuckets(options.Value.MessagesPerSecond);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsLimited(context.Request) || TryAcquire(context))
            await next(context).ConfigureAwait(false);
        else
            await CreateRefusal(context).ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        callers.Dispose();
        conversations.Dispose();
    }

    /// <summary>Creates the response 429, which asks the caller to try again in a second.</summary>
    public static IResult CreateRefusal(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return ApiError.Create(
            StatusCodes.Status429TooManyRequests,
            "TooManyRequests",
            "Too many requests came with this token, for this conversation or, without a token, from this address; "
                + "try again in a second."
        );
    }

    private bool TryAcquire(HttpContext context)
    {
        var token = access.FindToken(context.Request);
        using var caller = callers.AttemptAcquire(
            token is not null ? (token.Conversation, token.User)
            : access.HasSecret(context.Request) ? ("secret " + Caller.GetNetwork(context), null)
            : (Caller.GetNetwork(context), null)
        );
        if (!caller.IsAcquired)
            return false;
        if (token is null || !IsActivity(context.Request))
            return true;
        // By the token's conversation, not the address's: another's token opens nothing there.
        using var conversation = conversations.AttemptAcquire((token.Conversation, null));
        return conversation.IsAcquired;
    }

    // The bot fetches uploads from this machine; their addresses cannot be guessed. What a browser asks before it sends
    // a request from another origin carries no token, and costs nothing.
    private static bool IsLimited(HttpRequest request) =>
        !HttpMethods.IsOptions(request.Method)
        && (
            StartsWith(request, DirectLineEndpoints.Root)
            || StartsWith(request, CatalogsEndpoint.Path)
            || StartsWith(request, GalleryEndpoints.Path)
        )
        && !StartsWith(request, DirectLineEndpoints.Attachments)
        // A page of the gallery shows dozens.
        && !StartsWith(request, GalleryEndpoints.PicturePath);

    // What a client sends to a conversation: /v3/directline/conversations/{id}/activities or /upload.
    private static bool IsActivity(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Path.StartsWithSegments(
            DirectLineEndpoints.Root + "/conversations",
            StringComparison.OrdinalIgnoreCase,
            out var rest
        )
        && rest.Value is { Length: > 1 };

    private static bool StartsWith(HttpRequest request, string root) =>
        request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);

    private static PartitionedRateLimiter<(string, string?)> CreateBuckets(int perSecond) =>
        PartitionedRateLimiter.Create<(string, string?), (string, string?)>(key =>
            RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ =>
                    new()
                    {
                        TokenLimit = perSecond * BurstSeconds,
                        TokensPerPeriod = perSecond,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                        QueueLimit = 0,
                    }
            )
        );
}
