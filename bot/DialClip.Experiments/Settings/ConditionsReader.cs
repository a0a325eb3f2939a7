using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Settings;

/// <summary>
/// Reads the conditions of a feature flag. Only filters that are functions of the unit and the time are taken: with
/// another one a unit would not keep its variant.
/// </summary>
internal static class ConditionsReader
{
    private const string TimeWindow = "Microsoft.TimeWindow";
    private const double All = 100;

    /// <summary>Reads the section 'conditions'.</summary>
    public static ExperimentConditions Read(IConfigurationSection section, FlagReader reader)
    {
        reader.CheckNames(section, "requirement_type", "client_filters");
        var requirement = RequirementType.Any;
        var type = section.GetSection("requirement_type");
        if (reader.ReadOptionalText(type) is { } text && !TryParse(text, out requirement))
            reader.Add($"'{type.Path}' is '{text}', expected 'Any' or 'All'.");
        var filters = new List<FeatureFilterConfiguration>();
        foreach (var filter in reader.ReadList(section.GetSection("client_filters")))
        {
            reader.CheckNames(filter, "name", "parameters");
            var parameters = filter.GetSection("parameters");
            if (ReadFilter(filter.GetSection("name"), parameters, reader) is { } name)
                filters.Add(new() { Name = name, Parameters = parameters });
        }
        return new(requirement, filters);
    }

    private static bool TryParse(string text, out RequirementType requirement) =>
        Enum.TryParse(text, ignoreCase: true, out requirement) && Enum.IsDefined(requirement);

    private static string? ReadFilter(IConfigurationSection name, IConfigurationSection parameters, FlagReader reader)
    {
        switch (reader.ReadText(name)?.ToUpperInvariant())
        {
            case null:
                return null;
            case "ALWAYSON" or "MICROSOFT.ALWAYSON":
                return "AlwaysOn";
            case "TIMEWINDOW" or "MICROSOFT.TIMEWINDOW":
                CheckTimeWindow(parameters, reader);
                return TimeWindow;
            case "TARGETING" or "MICROSOFT.TARGETING":
                CheckTargeting(parameters, reader);
                return UnitTargetingFilter.Alias;
            case "PERCENTAGE" or "MICROSOFT.PERCENTAGE":
                reader.Add(
                    $"'{name.Path}' is '{name.Value}', a filter that draws anew at each message, so that no unit keeps "
                        + "its variant. Give shares in 'allocation:percentile' instead."
                );
                return null;
            default:
                reader.Add(
                    $"'{name.Path}' is '{name.Value}', but there is no such filter for units; expected '{TimeWindow}' "
                        + $"or '{UnitTargetingFilter.Alias}'."
                );
                return null;
        }
    }

    private static void CheckTimeWindow(IConfigurationSection section, FlagReader reader)
    {
        reader.CheckNames(section, "Start", "End", "Recurrence");
        var (start, end) = (section.GetSection("Start"), section.GetSection("End"));
        if (string.IsNullOrEmpty(start.Value) && string.IsNullOrEmpty(end.Value))
            reader.Add($"'{section.Path}' has neither 'Start' nor 'End', so the experiment would never run.");
        if (reader.ReadTime(start) is { } first && reader.ReadTime(end) is { } last && first >= last)
            reader.Add($"'{end.Path}' is '{end.Value}', which is not after 'Start', '{start.Value}'.");
        CheckRecurrence(section.GetSection("Recurrence"), reader);
    }

    // The filter finds what is missing or does not go together; an unknown name has no effect there.
    private static void CheckRecurrence(IConfigurationSection section, FlagReader reader)
    {
        var (pattern, range) = (section.GetSection("Pattern"), section.GetSection("Range"));
        reader.CheckNames(section, "Pattern", "Range");
        reader.CheckNames(pattern, "Type", "Interval", "DaysOfWeek", "FirstDayOfWeek");
        reader.CheckNames(range, "Type", "EndDate", "NumberOfOccurrences");
        reader.ReadChoice(pattern.GetSection("Type"), "Daily", "Weekly");
        reader.ReadChoice(range.GetSection("Type"), "NoEnd", "EndDate", "Numbered");
        reader.ReadTime(range.GetSection("EndDate"));
        foreach (var number in new[] { pattern.GetSection("Interval"), range.GetSection("NumberOfOccurrences") })
            if (number.Value is not null)
                reader.ReadNumber(number, 1, int.MaxValue);
    }

    private static void CheckTargeting(IConfigurationSection section, FlagReader reader)
    {
        reader.CheckNames(section, "Audience");
        var audience = section.GetSection("Audience");
        if (!audience.Exists())
        {
            reader.Add($"'{audience.Path}' is empty, expected users or a rollout.");
            return;
        }
        reader.CheckNames(audience, "Users", "Groups", "DefaultRolloutPercentage", "Exclusion");
        reader.ReadTexts(audience.GetSection("Users"));
        var rollout = audience.GetSection("DefaultRolloutPercentage");
        if (rollout.Value is not null)
            reader.ReadNumber(rollout, 0, All);
        var exclusion = audience.GetSection("Exclusion");
        reader.CheckNames(exclusion, "Users", "Groups");
        reader.ReadTexts(exclusion.GetSection("Users"));
        RefuseGroups(audience.GetSection("Groups"), reader);
        RefuseGroups(exclusion.GetSection("Groups"), reader);
    }

    /// <summary>Adds a problem where a list of groups is not empty.</summary>
    public static void RefuseGroups(IConfigurationSection section, FlagReader reader)
    {
        if (section.GetChildren().Any() || section.Value is { Length: > 0 })
            reader.Add($"'{section.Path}' would never match: units have no groups. Name users, or give shares.");
    }
}
