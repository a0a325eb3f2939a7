using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// FeatureManagement's targeting filter over units: rollouts are of their hashes, and the users that an audience lists
/// or excludes are names of units.
/// </summary>
[FilterAlias(Alias)]
internal sealed class UnitTargetingFilter : IContextualFeatureFilter<UnitContext>
{
    public const string Alias = "Microsoft.Targeting";

    private readonly ContextualTargetingFilter inner = new(
        Options.Create(new TargetingEvaluationOptions()),
        NullLoggerFactory.Instance
    );

    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, UnitContext appContext)
    {
        var audience = featureFilterContext.Parameters.GetSection("Audience");
        var name =
            appContext.Unit.FindName(appContext.Hash, ReadList(audience.GetSection("Users")))
            ?? appContext.Unit.FindName(appContext.Hash, ReadList(audience.GetSection("Exclusion:Users")));
        return inner.EvaluateAsync(
            featureFilterContext,
            new TargetingContext { UserId = name ?? appContext.Hash, Groups = [] }
        );
    }

    private static IEnumerable<string> ReadList(IConfigurationSection section) =>
        section.GetChildren().Select(child => child.Value).OfType<string>();
}
