using System.Threading.RateLimiting;
using DialClip.Shared.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Media;

/// <summary>A policy for ASP.NET Core's rate limiter, for the endpoint of pictures.</summary>
public static class RenditionRateLimit
{
    /// <summary>
    /// Gets the limit of a request: 30 renditions that have to be made a second for each address, of IPv6 for each
    /// network, in bursts of four times as many. Files of a catalog, renditions in memory and addresses of nothing are
    /// not limited: they cost little, and who asks for them must not keep others of the address from their pictures.
    /// </summary>
    /// <param name="context">The request, after routing.</param>
    /// <returns>The partition of its address.</returns>
    public static RateLimitPartition<string> GetPartition(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return !IsToBeMade(context)
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

    private static bool IsToBeMade(HttpContext context)
    {
        if (
            context.GetRouteValue("rendition") is not string rendition
            || Rendition.Find(rendition) is null
            || context.GetRouteValue("catalog") is not string catalog
            || context.GetRouteValue("file") is not string file
        )
            return false;
        var address = MediaAddress.Read(catalog, rendition, file);
        var (services, query) = (context.RequestServices, context.Request.Query);
        var signer = services.GetRequiredService<MediaSigner>();
        if (
            signer.RequiresSignature
            && signer.GetRemainingLifetime(address, query[MediaSigner.Expires], query[MediaSigner.Signature]) is null
        )
            return false;
        return services.GetRequiredService<CatalogPictures>().IsReady
            && services.GetRequiredService<MediaFiles>().Find(address) is not null
            && !services.GetRequiredService<RenditionCache>().Contains(address);
    }
}
