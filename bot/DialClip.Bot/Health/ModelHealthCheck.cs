using DialClip.Bot.Replies;
using DialClip.Model.Loading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>
/// Health check that is healthy while a backbone, a catalog and the heads are loaded and answer a probe, and degraded
/// while they stay in use because newer ones could not be loaded.
/// </summary>
internal sealed class ModelHealthCheck(TimeProvider time, ModelSource source, IResponseModel model) : IHealthCheck
{
    // An answer costs a pass of the text tower.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly SharedProbe probe = new("The model", Interval, time, token => AskAsync(model, token));

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
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
            var answered = await probe.GetAsync(cancellationToken).ConfigureAwait(false);
            if (answered.Status != HealthStatus.Healthy)
                return answered;
            return source.IsOutdated
                ? HealthCheckResult.Degraded($"{loaded}; a newer model could not be loaded, the log says why")
                : HealthCheckResult.Healthy(loaded);
        }
        catch (InvalidOperationException error)
        {
            // The message names folders and addresses: it is for the log, which the health service writes.
            return HealthCheckResult.Unhealthy("No model is loaded yet; the log says why.", error);
        }
    }

    private static async Task<HealthCheckResult> AskAsync(IResponseModel model, CancellationToken cancellationToken)
    {
        var request = new IResponseModel.Request([], "hello", null, null, null, null, Top: 1);
        await model.RetrieveAsync(request, cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}
