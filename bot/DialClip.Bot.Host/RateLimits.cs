using System.Threading.RateLimiting;

namespace DialClip.Bot.Host;

/// <summary>Keeps one caller from taking the host for itself.</summary>
internal static class RateLimits
{
    private const int Burst = 120;
    private const int PerSecond = 30;

    public static void AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await Failure.Of(StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests came from this address; try again in a second.").ExecuteAsync(context.HttpContext).ConfigureAwait(false);
        };
        // The bot's own replies come through the connector, once for every message that was let in; channels call the bot from few addresses.
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.StartsWithSegments("/v3/directline")
            ? RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                _ => new() { TokenLimit = Burst, TokensPerPeriod = PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
    });
}
