using System.Threading.RateLimiting;
using DialClip.Shared.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialClip.Bot.Media;

/// <summary>A policy for ASP.NET Core's rate limiter, for the endpoint of pictures.</summary>
public static class RenditionRateLimit
{
    /// <summary>
    /// Gets the limit of a request: 30 renditions a second for each address, of IPv6 for each network, in bursts of
    /// four times as many, because a rendition may have to be made. Files of a catalog are not limited.
    /// </summary>
    /// <param name="context">The request, after routing.</param>
    /// <returns>The partition of its address.</returns>
    public static RateLimitPartition<string> GetPartition(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetRouteValue("rendition") is null
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(
                ClientNetwork.GetName(context.Connection.RemoteIpAddress),
                _ =>
                    new()
                    {
                        TokenLimit = 120,
                        TokensPerPeriod = 30,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    }
            );
    }
}
