using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Health;

/// <summary>
/// Health check that the experiment's settings assign a unit, and that the experiment log could be written or is off.
/// </summary>
internal sealed class ExperimentHealthCheck(TimeProvider time, VariantAssigner assigner, IExperimentLog log)
    : IHealthCheck
{
    private static readonly ExperimentUnit Unit = new("health", "probe");

    private readonly SharedProbe settings = new(
        "The experiment's settings",
        StorageHealthCheck.Interval,
        time,
        token => AssignAsync(assigner, token)
    );
    private readonly SharedProbe written = new(
        "The experiment log",
        StorageHealthCheck.Interval,
        time,
        token => ProbeAsync(log, token)
    );

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var (assigned, probed) = (CheckSettingsAsync(cancellationToken), CheckLogAsync(cancellationToken));
        var result = await assigned.ConfigureAwait(false);
        return result.Status == HealthStatus.Healthy ? await probed.ConfigureAwait(false) : result;
    }

    /// <summary>Checks that the settings assign a unit.</summary>
    public Task<HealthCheckResult> CheckSettingsAsync(CancellationToken cancellationToken) =>
        settings.GetAsync(cancellationToken);

    /// <summary>Checks that the log could be written, or is off.</summary>
    public Task<HealthCheckResult> CheckLogAsync(CancellationToken cancellationToken) =>
        written.GetAsync(cancellationToken);

    private static async Task<HealthCheckResult> AssignAsync(
        VariantAssigner assigner,
        CancellationToken cancellationToken
    )
    {
        var assignment = await assigner.AssignAsync(Unit, cancellationToken).ConfigureAwait(false);
        return assignment.Reason == AssignmentReasons.VariantInvalid
            ? HealthCheckResult.Unhealthy("The experiment's settings cannot be used; the log says why.")
            : HealthCheckResult.Healthy();
    }

    private static async Task<HealthCheckResult> ProbeAsync(IExperimentLog log, CancellationToken cancellationToken)
    {
        if (!log.IsOn)
            return HealthCheckResult.Healthy("experiment log is off");
        await log.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy("experiment log can be written");
    }
}
