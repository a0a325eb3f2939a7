using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace DialClip.Bot.Host.Health;

/// <summary>Says whether the process lives, and whether it can answer.</summary>
internal static class HealthEndpoints
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<ShutdownHealthCheck>("host").AddDialClip();
    }

    /// <summary>Maps /healthz/live and /healthz/ready, as text or, where that is asked for, as JSON. They are not measured: probes would drown what people do.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapHealthChecks(
                "/healthz/live",
                new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthResponse.WriteLiveAsync }
            )
            .DisableHttpMetrics();
        routes
            .MapHealthChecks(
                "/healthz/ready",
                new HealthCheckOptions { ResponseWriter = HealthResponse.WriteReadyAsync }
            )
            .DisableHttpMetrics();
    }
}
