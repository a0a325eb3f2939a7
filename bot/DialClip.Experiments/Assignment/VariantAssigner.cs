using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Assigns units to variants by Microsoft.FeatureManagement: a function of the unit's hash and the settings, so a unit
/// keeps its variant.
/// </summary>
public sealed class VariantAssigner(
    IVariantFeatureManager features,
    IFeatureDefinitionProvider definitions,
    IOptions<ExperimentOptions> options,
    UnitHasher hasher,
    ILogger<VariantAssigner> logger
)
{
    /// <summary>The name of the variant where no experiment applies.</summary>
    public const string DefaultVariant = "default";

    // By variant. Settings are read with every message, because they may change while the host runs.
    private readonly Dictionary<string, KnownSettings> known = new(StringComparer.Ordinal);
    private readonly object sync = new();

    /// <summary>
    /// Gets the variant of a unit. Settings that were changed and are invalid are not used; those before stay.
    /// </summary>
    public async ValueTask<VariantAssignment> AssignAsync(ExperimentUnit unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var (feature, hash) = (options.Value.Feature, hasher.Hash(unit));
        var definition = await definitions.GetFeatureDefinitionAsync(feature).ConfigureAwait(false);
        if (definition?.Variants is null || !definition.Variants.Any())
            return new(feature, DefaultVariant, VariantSettings.None, AssignmentReasons.NoExperiment, hash);
        var context = new TargetingContext { UserId = hash };
        var enabled = await features.IsEnabledAsync(feature, context, cancellationToken).ConfigureAwait(false);
        var variant = await features.GetVariantAsync(feature, context, cancellationToken).ConfigureAwait(false);
        var reason = enabled ? GetReason(definition.Allocation, variant, hash) : AssignmentReasons.Disabled;
        if (variant is null)
            return new(feature, DefaultVariant, VariantSettings.None, reason, hash);
        return GetSettings(variant) is { } settings
            ? new(feature, variant.Name, settings, reason, hash)
            : new(feature, DefaultVariant, VariantSettings.None, AssignmentReasons.VariantInvalid, hash);
    }

    private VariantSettings? GetSettings(Variant variant)
    {
        lock (sync)
        {
            var before = known.GetValueOrDefault(variant.Name);
            try
            {
                var settings = VariantSettings.Read(variant.Name, variant.Configuration);
                known[variant.Name] = new(settings, null);
                return settings;
            }
            catch (InvalidDataException error)
            {
                // Once for every change, not for every message.
                if (before?.Refused != error.Message)
                    logger.VariantRefused(
                        error.Message,
                        before?.Settings is null
                            ? "Its units are answered as without an experiment."
                            : "Its settings before the change stay in use."
                    );
                known[variant.Name] = new(before?.Settings, error.Message);
                return before?.Settings;
            }
        }
    }

    // FeatureManagement returns the variant without a reason; its order is named units, shares, the rest.
    private static string GetReason(Allocation? allocation, Variant? variant, string unit)
    {
        if (variant is null || allocation is null)
            return AssignmentReasons.Default;
        if (
            allocation.User?.Any(user =>
                user.Variant == variant.Name && user.Users.Contains(unit, StringComparer.Ordinal)
            ) == true
        )
            return AssignmentReasons.User;
        return allocation.Percentile?.Any(share => share.Variant == variant.Name) == true
            ? AssignmentReasons.Percentile
            : AssignmentReasons.Default;
    }

    private sealed record KnownSettings(VariantSettings? Settings, string? Refused);
}
