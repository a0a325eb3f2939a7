using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace DialClip.Experiments.Assignment;

/// <summary>Assigns units to variants by Microsoft.FeatureManagement: a function of the unit's hash and the settings, so a unit keeps its variant.</summary>
public sealed class VariantAssigner(IVariantFeatureManager features, IFeatureDefinitionProvider definitions, IOptions<ExperimentOptions> options)
{
    /// <summary>The name of the variant where no experiment applies.</summary>
    public const string DefaultVariant = "default";

    /// <summary>Gets the variant of a unit.</summary>
    /// <exception cref="InvalidDataException">The variant's settings cannot be used.</exception>
    public async ValueTask<VariantAssignment> AssignAsync(ExperimentUnit unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var feature = options.Value.Feature;
        var definition = await definitions.GetFeatureDefinitionAsync(feature).ConfigureAwait(false);
        if (definition?.Variants is null || !definition.Variants.Any())
            return new(feature, DefaultVariant, VariantSettings.None, AssignmentReasons.NoExperiment, unit.Hash);
        var context = new TargetingContext { UserId = unit.Hash };
        var enabled = await features.IsEnabledAsync(feature, context, cancellationToken).ConfigureAwait(false);
        var variant = await features.GetVariantAsync(feature, context, cancellationToken).ConfigureAwait(false);
        var reason = enabled ? ReasonOf(definition.Allocation, variant, unit.Hash) : AssignmentReasons.Disabled;
        return variant is null
            ? new(feature, DefaultVariant, VariantSettings.None, reason, unit.Hash)
            : new(feature, variant.Name, VariantSettings.Read(variant.Name, variant.Configuration), reason, unit.Hash);
    }

    // FeatureManagement tells the variant but not why; its order is named units, shares, the rest.
    private static string ReasonOf(Allocation? allocation, Variant? variant, string unit)
    {
        if (variant is null || allocation is null)
            return AssignmentReasons.Default;
        if (allocation.User?.Any(user => user.Variant == variant.Name && user.Users.Contains(unit, StringComparer.Ordinal)) == true)
            return AssignmentReasons.User;
        return allocation.Percentile?.Any(share => share.Variant == variant.Name) == true ? AssignmentReasons.Percentile : AssignmentReasons.Default;
    }
}
