using DialClip.Experiments.Settings;
using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Assigns units to variants as Microsoft.FeatureManagement does: a function of the unit's hash and the settings, so a
/// unit keeps its variant. Changed settings that cannot be used are logged with all that is wrong, and those before
/// stay in use.
/// </summary>
public sealed class VariantAssigner : IDisposable
{
    /// <summary>The name of the variant where no experiment applies.</summary>
    public const string DefaultVariant = "default";

    private readonly ExperimentSettings settings;
    private readonly UnitHasher hasher;
    private readonly string feature;
    private readonly TimeProvider time;
    private readonly ILogger<VariantAssigner> logger;
    private readonly IDisposable[] registrations;
    private readonly object sync = new();
    private CurrentExperiment? current;
    private string? refused;

    /// <summary>Creates the assigner; the settings are read when they are needed first.</summary>
    internal VariantAssigner(
        ExperimentSettings settings,
        UnitHasher hasher,
        IOptions<ExperimentOptions> options,
        TimeProvider time,
        ILogger<VariantAssigner> logger
    )
    {
        (this.settings, this.hasher, this.time, this.logger) = (settings, hasher, time, logger);
        feature = options.Value.Feature;
        registrations =
        [
            .. settings.Sections.Select(section => ChangeToken.OnChange(section.GetReloadToken, () => Read())),
        ];
    }

    /// <summary>
    /// Gets the variant of a unit. Settings that were changed and are invalid are not used; those before stay.
    /// </summary>
    public async ValueTask<VariantAssignment> AssignAsync(ExperimentUnit unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var hash = hasher.Hash(unit);
        var (experiment, evaluator, isInvalid) = Volatile.Read(ref current) ?? Read();
        if (experiment is null || evaluator is null)
            return Default(isInvalid ? AssignmentReasons.VariantInvalid : AssignmentReasons.NoExperiment);
        var (variant, reason) = await evaluator.EvaluateAsync(new(unit, hash), cancellationToken).ConfigureAwait(false);
        return variant is null ? Default(reason) : new(feature, variant, experiment.Variants[variant], reason, hash);

        VariantAssignment Default(string why) => new(feature, DefaultVariant, VariantSettings.None, why, hash);
    }

    /// <summary>Ends the following of the settings.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private CurrentExperiment Read()
    {
        lock (sync)
        {
            var (experiment, problems) = settings.Read(feature);
            if (problems.Count == 0)
            {
                refused = null;
                return current = new(experiment, experiment is null ? null : new(experiment, time), IsInvalid: false);
            }
            var message = string.Join(" ", ErrorText.Limit(problems));
            // A change of a file is told once for every section.
            if (refused != message)
                logger.ExperimentRefused(
                    feature,
                    message,
                    current is null or { IsInvalid: true }
                        ? "Everybody is answered as without an experiment."
                        : "The settings before the change stay in use."
                );
            refused = message;
            return current ??= new(null, null, IsInvalid: true);
        }
    }

    // The experiment in use; neither part where there is none.
    private sealed record CurrentExperiment(Experiment? Experiment, ExperimentEvaluator? Evaluator, bool IsInvalid);
}
