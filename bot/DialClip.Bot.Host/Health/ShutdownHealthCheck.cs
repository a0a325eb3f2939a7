using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Host.Health;

/// <summary>A host that stops ends what it began and wants nothing new.</summary>
internal sealed class ShutdownHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
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
