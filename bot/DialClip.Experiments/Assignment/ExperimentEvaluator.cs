using DialClip.Experiments.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Evaluates an experiment for a unit by feature managers of its own, which no host sees or replaces. What decides is
/// asked once, so that variant and reason fit each other.
/// </summary>
/// <param name="experiment">The experiment.</param>
/// <param name="time">The clock of time windows.</param>
internal sealed class ExperimentEvaluator(Experiment experiment, TimeProvider time)
{
    private static readonly FeatureFilterConfiguration AlwaysOn = new()
    {
        Name = "AlwaysOn",
        Parameters = new ConfigurationBuilder().Build(),
    };

    private readonly FeatureManager conditions = CreateManager(
        new FeatureDefinition
        {
            Name = experiment.Feature,
            EnabledFor = experiment.Conditions.Filters.Count == 0 ? [AlwaysOn] : experiment.Conditions.Filters,
            RequirementType = experiment.Conditions.RequirementType,
        },
        time
    );

    // The shares alone: whoever falls into none has the default variant, and is known to have it.
    private readonly FeatureManager shares = CreateManager(
        new FeatureDefinition
        {
            Name = experiment.Feature,
            EnabledFor = [AlwaysOn],
            Variants = [.. experiment.Variants.Keys.Select(name => new VariantDefinition { Name = name })],
            Allocation = experiment.Shares,
        },
        time
    );

    /// <summary>Gets the variant of a unit, null for none, and the reason.</summary>
    public async ValueTask<(string? Variant, string Reason)> EvaluateAsync(
        UnitContext unit,
        CancellationToken cancellationToken
    )
    {
        if (
            !experiment.IsEnabled
            || !await conditions.IsEnabledAsync(experiment.Feature, unit, cancellationToken).ConfigureAwait(false)
        )
            return (experiment.DefaultWhenDisabled, AssignmentReasons.Disabled);
        foreach (var named in experiment.NamedUnits)
            if (unit.Unit.FindName(unit.Hash, named.Names) is not null)
                return (named.Variant, AssignmentReasons.User);
        var variant = await shares
            .GetVariantAsync(experiment.Feature, new TargetingContext { UserId = unit.Hash }, cancellationToken)
            .ConfigureAwait(false);
        return variant is null
            ? (experiment.DefaultWhenEnabled, AssignmentReasons.Default)
            : (variant.Name, AssignmentReasons.Percentile);
    }

    private static FeatureManager CreateManager(FeatureDefinition definition, TimeProvider time) =>
        new(new OneDefinition(definition), new FeatureManagementOptions())
        {
            FeatureFilters =
            [
                new TimeWindowFilter(NullLoggerFactory.Instance) { SystemClock = time },
                new UnitTargetingFilter(),
            ],
        };

    private sealed class OneDefinition(FeatureDefinition definition) : IFeatureDefinitionProvider
    {
        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(definition);

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            yield return await Task.FromResult(definition).ConfigureAwait(false);
        }
    }
}
