using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;

namespace DialClip.Experiments.Settings;

/// <summary>
/// The settings of the experiment: a feature flag in the plugin's own section, or in the host's
/// 'feature_management', which is only read.
/// </summary>
/// <param name="section">The section 'DialClip'.</param>
/// <param name="host">The host's configuration; null where there is none.</param>
/// <param name="getHeads">Gets the references of the loaded heads; null where they are not known.</param>
/// <param name="time">The clock of time windows.</param>
internal sealed class ExperimentSettings(
    IConfigurationSection section,
    IConfiguration? host,
    Func<IReadOnlyCollection<string>?> getHeads,
    TimeProvider time
)
{
    /// <summary>The path of the flags, in both places.</summary>
    public const string Flags = "feature_management:feature_flags";

    private readonly IConfigurationSection own = section.GetSection(Flags);
    private readonly IConfigurationSection? shared = host?.GetSection(Flags);

    /// <summary>Gets the path of the plugin's own flags.</summary>
    public string Path => own.Path;

    /// <summary>Gets the sections that are read, whose changes are followed.</summary>
    public IEnumerable<IConfigurationSection> Sections => shared is null ? [own] : [own, shared];

    /// <summary>Reads the experiment.</summary>
    /// <param name="feature">The feature.</param>
    public ExperimentReading Read(string feature)
    {
        var reader = new FlagReader();
        reader.CheckNames(section.GetSection("feature_management"), "feature_flags");
        var flags = reader.ReadList(own);
        var problems = new List<string>(reader.Problems);
        foreach (var flag in flags.Where(flag => string.IsNullOrEmpty(flag["id"])))
            problems.Add($"'{flag.Path}:id' is empty, expected a feature's name.");
        var found = FindAll(own, feature);
        // Nobody else reads this section: flags without the one of the experiment are a mistake.
        if (found.Count == 0 && flags.Count > 0 && problems.Count == 0)
        {
            var ids = flags.Select(flag => flag["id"]!).ToList();
            problems.Add(
                $"'{own.Path}' has no flag '{feature}', which 'DialClip:Experiments:Feature' names, only "
                    + $"{FlagReader.Quote(ids)}.{NearestName.Suggest(feature, ids)}"
            );
        }
        if (found.Count == 0)
            found = FindAll(shared, feature);
        if (found.Count > 1)
            problems.Add($"'{found[1].Path}:id' is '{feature}', which is the id of an earlier flag, too.");
        var reading = found.Count == 0 ? new(null, []) : ExperimentReader.Read(found[0], getHeads(), time);
        return problems.Count == 0 ? reading : new(null, [.. problems, .. reading.Problems]);
    }

    /// <summary>Finds flags of the feature that have variants, and that the plugin does not read.</summary>
    /// <returns>Their paths in the host's configuration.</returns>
    public IEnumerable<string> FindUnread(string feature)
    {
        var read = (FindAll(own, feature) is { Count: > 0 } flags ? flags : FindAll(shared, feature))
            .Select(flag => flag.Path)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (host?.AsEnumerable() ?? [])
            .Select(setting => GetFlag(setting, feature))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(path => !read.Contains(path) && host!.GetSection(path).GetSection("variants").GetChildren().Any());
    }

    /// <summary>Determines whether the plugin has found a flag of the feature.</summary>
    public bool HasFlag(string feature) => FindAll(own, feature).Count + FindAll(shared, feature).Count > 0;

    // Microsoft's two schemas: a list of flags with ids, and an object of flags by their names.
    private static string? GetFlag(KeyValuePair<string, string?> setting, string feature)
    {
        if (
            setting.Key.EndsWith(":id", StringComparison.OrdinalIgnoreCase)
            && feature.Equals(setting.Value, StringComparison.OrdinalIgnoreCase)
        )
            return ConfigurationPath.GetParentPath(setting.Key);
        var start = setting.Key.IndexOf($":{feature}:variants", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : setting.Key[..(start + 1 + feature.Length)];
    }

    private static List<IConfigurationSection> FindAll(IConfigurationSection? flags, string feature) =>
        [.. (flags?.GetChildren() ?? []).Where(flag => feature.Equals(flag["id"], StringComparison.OrdinalIgnoreCase))];
}
