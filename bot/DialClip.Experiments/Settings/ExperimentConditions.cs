using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Settings;

/// <summary>The filters of a feature.</summary>
/// <param name="RequirementType">Whether all filters must apply, or any.</param>
/// <param name="Filters">The filters: functions of the unit and the time.</param>
internal sealed record ExperimentConditions(
    RequirementType RequirementType,
    IReadOnlyList<FeatureFilterConfiguration> Filters
);
