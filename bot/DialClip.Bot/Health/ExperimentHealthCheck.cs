using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>
/// Health check that the experiment's settings assign a unit, and that the experiment log could be written.
/// </summary>
internal sealed class ExperimentHealthCheck(TimeProvider time, VariantAssigner assigner, IExperimentLog log)
    : IHealthCheck
{
    private static readonly ExperimentUnit Unit = new("health", "probe");

    private readonly SharedProbe probe = new(
        "The experiment log",
        StorageHealthCheck.Interval,
        time,
        token => CheckAsync(assigner, log, token)
    );

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => probe.GetAsync(cancellationToken);

    private static async Task<HealthCheckResult> CheckAsync(
        VariantAssigner assigner,
        IExperimentLog log,
        CancellationToken cancellationToken
    )
    {
        var assignment = await assigner.AssignAsync(Unit, cancellationToken).ConfigureAwait(false);
        if (assignment.Reason == AssignmentReasons.VariantInvalid)
            return HealthCheckResult.Unhealthy("The experiment's settings cannot be used; the log says why.");
        await log.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy("experiment log can be written");
    }
}
