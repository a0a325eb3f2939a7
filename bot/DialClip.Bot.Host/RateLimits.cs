using System.Threading.RateLimiting;
using DialClip.Bot.Host.DirectLine;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Keeps one caller, and one conversation, from taking the host for itself.</summary>
internal static class RateLimits
{
    /// <summary>The policy under which uploads are read: each takes memory while it lasts.</summary>
    public const string Uploads = "dialclip-uploads";

    private const int BurstSeconds = 4;
    private const int UploadsAtOnce = 4;
    private const int UploadsWaiting = 32;

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "1";
                await Failure.Of(StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests came from this address or for this conversation; try again in a second.").ExecuteAsync(context.HttpContext).ConfigureAwait(false);
            };
            limits.AddConcurrencyLimiter(Uploads, uploads => (uploads.PermitLimit, uploads.QueueLimit) = (UploadsAtOnce, UploadsWaiting));
        });
        // The bot's own replies come through the connector, once for every message that was let in; channels call the bot from few addresses.
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<DirectLineOptions>>((limits, options) => limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Buckets(options.Value.RequestsPerSecond, context => context.Request.Path.StartsWithSegments(DirectLineEndpoints.Root) ? context.Connection.RemoteIpAddress?.ToString() ?? "unknown" : null),
            Buckets(options.Value.MessagesPerSecond, ConversationOf)));
    }

    private static PartitionedRateLimiter<HttpContext> Buckets(int perSecond, Func<HttpContext, string?> key) => PartitionedRateLimiter.Create<HttpContext, string>(context => key(context) is { } one
        ? RateLimitPartition.GetTokenBucketLimiter(one, _ => new() { TokenLimit = perSecond * BurstSeconds, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(""));

    // What a client sends to a conversation: /v3/directline/conversations/{id}/activities or /upload.
    private static string? ConversationOf(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        && context.Request.Path.StartsWithSegments(DirectLineEndpoints.Root + "/conversations", out var rest) && rest.Value is { Length: > 1 } named ? named.Split('/')[1] : null;
}
