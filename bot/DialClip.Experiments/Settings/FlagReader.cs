using System.Globalization;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;

namespace DialClip.Experiments.Settings;

/// <summary>Reads values of a feature flag and collects a sentence for each that cannot be used.</summary>
internal sealed class FlagReader
{
    private readonly List<string> problems = [];

    /// <summary>Gets the sentences, each of which names a setting.</summary>
    public IReadOnlyList<string> Problems => problems;

    public void Add(string problem) => problems.Add(problem);

    /// <summary>Checks that a section is an object with these names and no others.</summary>
    public void CheckNames(IConfigurationSection section, params IReadOnlyList<string> names)
    {
        if (section.Value is { Length: > 0 } value)
            Add($"'{section.Path}' is '{value}', expected an object.");
        foreach (var child in section.GetChildren())
            if (!names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                Add(
                    $"'{child.Path}' is not a setting; expected one of {Quote(names)}."
                        + NearestName.Suggest(child.Key, names)
                );
    }

    /// <summary>Gets the sections of a list.</summary>
    public IReadOnlyList<IConfigurationSection> ReadList(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } value)
            Add($"'{section.Path}' is '{value}', expected a list.");
        return [.. section.GetChildren()];
    }

    /// <summary>Gets the texts of a list.</summary>
    public IReadOnlyList<string> ReadTexts(IConfigurationSection section) =>
        [.. ReadList(section).Select(ReadText).OfType<string>()];

    /// <summary>Gets a text that has to be there; null where it is not.</summary>
    public string? ReadText(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } text)
            return text;
        Add($"'{section.Path}' is empty, expected a text.");
        return null;
    }

    /// <summary>Gets a text that may be missing; null where it is.</summary>
    public string? ReadOptionalText(IConfigurationSection section)
    {
        if (section.GetChildren().Any())
            Add($"'{section.Path}' is a section or a list, expected one value.");
        return section.Value is { Length: > 0 } text ? text : null;
    }

    /// <summary>Adds a problem where a text that may be missing is none of the choices.</summary>
    public void ReadChoice(IConfigurationSection section, params IReadOnlyList<string> choices)
    {
        if (ReadOptionalText(section) is { } text && !choices.Contains(text, StringComparer.OrdinalIgnoreCase))
            Add($"'{section.Path}' is '{text}', expected one of {Quote(choices)}.{NearestName.Suggest(text, choices)}");
    }

    /// <summary>Gets a number that has to be there; null where there is none.</summary>
    public double? ReadNumber(IConfigurationSection section, double min, double max)
    {
        if (ParseNumber(section.Value) is { } number && number >= min && number <= max)
            return number;
        Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{section.Path}' is '{section.Value}', expected a number from {min} to {max}."
            )
        );
        return null;
    }

    /// <summary>Gets a boolean; false where there is none.</summary>
    public bool ReadBoolean(IConfigurationSection section)
    {
        if (string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
            return false;
        if (bool.TryParse(section.Value, out var value))
            return value;
        Add($"'{section.Path}' is '{section.Value}', expected true or false.");
        return false;
    }

    /// <summary>Gets a point in time; null where there is none.</summary>
    public DateTimeOffset? ReadTime(IConfigurationSection section)
    {
        if (ReadOptionalText(section) is null)
            return null;
        if (
            DateTimeOffset.TryParse(
                section.Value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
        )
            return time;
        Add($"'{section.Path}' is '{section.Value}', expected a time such as 'Wed, 20 May 2026 13:59:59 GMT'.");
        return null;
    }

    /// <summary>Gets the name of a defined variant; null where there is none, or it is not defined.</summary>
    /// <param name="section">The setting.</param>
    /// <param name="variants">The defined variants.</param>
    /// <param name="isRequired">Whether there has to be one.</param>
    public string? ReadVariant(IConfigurationSection section, IReadOnlyCollection<string> variants, bool isRequired)
    {
        if (ReadOptionalText(section) is null)
        {
            if (isRequired)
                Add($"'{section.Path}' is empty, expected the name of a variant.");
            return null;
        }
        if (variants.Contains(section.Value!))
            return section.Value;
        Add(
            $"'{section.Path}' names variant '{section.Value}', which is not defined; defined are {Quote(variants)}."
                + NearestName.Suggest(section.Value!, variants)
        );
        return null;
    }

    /// <summary>Parses a finite number; null where the text is none.</summary>
    public static double? ParseNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Gets names in quotes, separated by commas; 'none' where there are none.</summary>
    public static string Quote(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"'{name}'")) is { Length: > 0 } quoted ? quoted : "none";
}
