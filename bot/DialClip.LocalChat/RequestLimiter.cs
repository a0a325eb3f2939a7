using System.Threading.RateLimiting;
using DialClip.LocalChat.DirectLine;
using DialClip.Shared.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat;

/// <summary>Middleware that limits the requests of one address and the activities of one conversation.</summary>
/// <remarks>
/// The bot's replies are not limited: they come through the connector, once for every accepted activity.
/// </remarks>
internal sealed class RequestLimiter : IDisposable
{
    private const int BurstSeconds = 4;

    private readonly RequestDelegate next;
    private readonly PartitionedRateLimiter<HttpContext> addresses;
    private readonly PartitionedRateLimiter<HttpContext> conversations;

    public RequestLimiter(RequestDelegate next, IOptions<DirectLineOptions> options)
    {
        this.next = next;
        addresses = CreateBuckets(
            options.Value.RequestsPerSecond,
            context =>
                IsDirectLine(context.Request.Path) ? ClientNetwork.GetName(context.Connection.RemoteIpAddress) : null
        );
        conversations = CreateBuckets(options.Value.MessagesPerSecond, GetConversation);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        using var address = addresses.AttemptAcquire(context);
        using var conversation = address.IsAcquired ? conversations.AttemptAcquire(context) : null;
        if (conversation is { IsAcquired: true })
            await next(context).ConfigureAwait(false);
        else
            await CreateRefusal(context).ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        addresses.Dispose();
        conversations.Dispose();
    }

    /// <summary>Creates the response 429, which asks the caller to try again in a second.</summary>
    public static IResult CreateRefusal(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return ApiError.Create(
            StatusCodes.Status429TooManyRequests,
            "TooManyRequests",
            "Too many requests came from this address or for this conversation; try again in a second."
        );
    }

    // The bot fetches uploads from this machine; their addresses cannot be guessed.
    private static bool IsDirectLine(PathString path) =>
        path.StartsWithSegments(DirectLineEndpoints.Root, StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments(DirectLineEndpoints.Attachments, StringComparison.OrdinalIgnoreCase);

    // What a client sends to a conversation: /v3/directline/conversations/{id}/activities or /upload.
    private static string? GetConversation(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.Path.StartsWithSegments(DirectLineEndpoints.Root + "/conversations", out var rest)
        && rest.Value is { Length: > 1 } path
            ? path.Split('/')[1]
            : null;

    private static PartitionedRateLimiter<HttpContext> CreateBuckets(
        int perSecond,
        Func<HttpContext, string?> getKey
    ) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            getKey(context) is { } key
                ? RateLimitPartition.GetTokenBucketLimiter(
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
                : RateLimitPartition.GetNoLimiter("")
        );
}
