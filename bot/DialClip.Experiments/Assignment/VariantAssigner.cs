using DialClip.Experiments.Settings;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Assigns units to variants as Microsoft.FeatureManagement does: a function of the unit's hash and the settings, so a
/// unit keeps its variant.
/// </summary>
public sealed class VariantAssigner
{
    /// <summary>The name of the variant where no experiment applies.</summary>
    public const string DefaultVariant = "default";

    private readonly ExperimentSource source;
    private readonly UnitHasher hasher;
    private readonly string feature;

    /// <summary>Creates the assigner.</summary>
    internal VariantAssigner(ExperimentSource source, UnitHasher hasher, IOptions<ExperimentOptions> options)
    {
        (this.source, this.hasher) = (source, hasher);
        feature = options.Value.Feature;
    }

    /// <summary>
    /// Gets the variant of a unit. Settings that were changed and are invalid are not used; those before stay.
    /// </summary>
    public async ValueTask<VariantAssignment> AssignAsync(ExperimentUnit unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var hash = hasher.Hash(unit);
        var (experiment, evaluator, isInvalid) = source.Current;
        if (experiment is null || evaluator is null)
            return Default(isInvalid ? AssignmentReasons.VariantInvalid : AssignmentReasons.NoExperiment);
        var (variant, reason) = await evaluator.EvaluateAsync(new(unit, hash), cancellationToken).ConfigureAwait(false);
        return variant is null ? Default(reason) : new(feature, variant, experiment.Variants[variant], reason, hash);

        VariantAssignment Default(string why) => new(feature, DefaultVariant, VariantSettings.None, why, hash);
    }
}
