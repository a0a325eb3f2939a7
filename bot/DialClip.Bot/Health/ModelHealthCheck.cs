using DialClip.Model.Loading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>
/// Health check that is healthy while a backbone, a catalog and the heads are loaded, and degraded while they stay in
/// use because newer ones could not be loaded.
/// </summary>
internal sealed class ModelHealthCheck(ModelSource source) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            using var lease = source.Acquire();
            var heads = string.Join(
                ", ",
                lease.Model.Heads.Select(head => $"{head.Key} version {head.Value.Head.Version}")
            );
            var loaded = $"{lease.Model.Catalog.Items.Count} items, heads {heads}";
            return Task.FromResult(
                source.IsOutdated
                    ? HealthCheckResult.Degraded($"{loaded}; a newer model could not be loaded, the log says why")
                    : HealthCheckResult.Healthy(loaded)
            );
        }
        catch (InvalidOperationException error)
        {
            // The message names folders and addresses: it is for the log, which the health service writes.
            return Task.FromResult(HealthCheckResult.Unhealthy("No model is loaded yet; the log says why.", error));
        }
    }
}
