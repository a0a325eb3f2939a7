using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Host;

/// <summary>Health endpoints: /healthz/live for the process, /healthz/ready for the bot.</summary>
/// <remarks>
/// They answer text, or JSON where it is accepted, with the checks' own descriptions and never an exception. They are
/// not measured, because probes would drown what people do.
/// </remarks>
internal static class HealthEndpoints
{
    private const string Json = "application/json";

    /// <summary>Adds the checks of the plugin, and one that fails while the host stops.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<ShutdownCheck>("host").AddDialClip();

    /// <summary>Maps both endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapHealthChecks("/healthz/live", new() { Predicate = _ => false, ResponseWriter = WriteLiveAsync })
            .DisableHttpMetrics();
        routes.MapHealthChecks("/healthz/ready", new() { ResponseWriter = WriteReadyAsync }).DisableHttpMetrics();
    }

    private static Task WriteLiveAsync(HttpContext context, HealthReport report) =>
        AcceptsJson(context)
            ? context.Response.WriteAsJsonAsync(new { status = "alive" }, context.RequestAborted)
            : context.Response.WriteAsync("alive\n", context.RequestAborted);

    private static Task WriteReadyAsync(HttpContext context, HealthReport report)
    {
        if (AcceptsJson(context))
            return context.Response.WriteAsJsonAsync(
                new
                {
                    status = GetStatus(report.Status),
                    checks = report.Entries.ToDictionary(
                        check => check.Key,
                        check => new { status = GetStatus(check.Value.Status), detail = check.Value.Description }
                    ),
                },
                context.RequestAborted
            );
        var descriptions = report
            .Entries.Values.Where(check =>
                report.Status == HealthStatus.Healthy || check.Status != HealthStatus.Healthy
            )
            .Select(check => check.Description)
            .OfType<string>();
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            $"{GetStatus(report.Status)}: {string.Join("; ", descriptions)}\n",
            context.RequestAborted
        );
    }

    private static string GetStatus(HealthStatus status) =>
        status switch
        {
            HealthStatus.Healthy => "ready",
            HealthStatus.Degraded => "degraded",
            _ => "not ready",
        };

    private static bool AcceptsJson(HttpContext context) =>
        context
            .Request.GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase));

    // A host that stops completes its requests and wants no new ones.
    private sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                lifetime.ApplicationStopping.IsCancellationRequested
                    ? HealthCheckResult.Unhealthy("The host is stopping.")
                    : HealthCheckResult.Healthy()
            );
    }
}
