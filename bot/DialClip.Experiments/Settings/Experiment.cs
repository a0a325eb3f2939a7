using DialClip.Experiments.Assignment;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Settings;

/// <summary>An experiment as its settings define it, checked.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="IsEnabled">Whether the feature is switched on.</param>
/// <param name="Conditions">The filters that switch the feature on for a unit; none means for all.</param>
/// <param name="Variants">The settings of the variants by their names.</param>
/// <param name="DefaultWhenEnabled">The variant of units in no share; null where there is none.</param>
/// <param name="DefaultWhenDisabled">The variant while the feature is off for a unit; null where there is none.</param>
/// <param name="NamedUnits">The variants of units that the settings name, in their order.</param>
/// <param name="Shares">The variants' shares of all units, and the seed.</param>
internal sealed record Experiment(
    string Feature,
    bool IsEnabled,
    ExperimentConditions Conditions,
    IReadOnlyDictionary<string, VariantSettings> Variants,
    string? DefaultWhenEnabled,
    string? DefaultWhenDisabled,
    IReadOnlyList<NamedUnits> NamedUnits,
    Allocation Shares
);
