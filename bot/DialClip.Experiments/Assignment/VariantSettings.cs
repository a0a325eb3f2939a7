using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Experiments.Settings;
using DialClip.Shared.Errors;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;

namespace DialClip.Experiments.Assignment;

/// <summary>The settings of a variant: its head, and thresholds of the policy.</summary>
/// <param name="Head">
/// The head's reference as the settings name it, such as 'models/stickers/2'; null for the default head.
/// </param>
/// <param name="MinScorePicture">Replaces the head's own threshold when given.</param>
/// <param name="MinScoreText">Replaces the head's own threshold when given.</param>
/// <param name="SilenceProbability">Replaces the head's own threshold when given.</param>
/// <param name="TextMargin">Replaces the head's own threshold when given.</param>
/// <param name="MinConfidence">Replaces the head's own threshold when given.</param>
/// <param name="MinMargin">Replaces the head's own threshold when given.</param>
public sealed record VariantSettings(
    string? Head,
    double? MinScorePicture,
    double? MinScoreText,
    double? SilenceProbability,
    double? TextMargin,
    double? MinConfidence = null,
    double? MinMargin = null
)
{
    /// <summary>Gets the settings that change nothing.</summary>
    public static VariantSettings None { get; } = new(null, null, null, null, null);

    private static readonly string[] Names =
    [
        nameof(Head),
        nameof(MinScorePicture),
        nameof(MinScoreText),
        nameof(SilenceProbability),
        nameof(TextMargin),
        nameof(MinConfidence),
        nameof(MinMargin),
    ];

    /// <summary>Reads a variant's configuration value.</summary>
    /// <exception cref="InvalidDataException">
    /// A name is unknown, or a value is no number or out of its range; the message names all of them.
    /// </exception>
    public static VariantSettings Read(string variant, IConfigurationSection? configuration)
    {
        if (configuration is null || !configuration.Exists())
            return None;
        var problems = configuration
            .GetChildren()
            .Where(child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child =>
                $"'{child.Key}' is not a setting of a variant; expected one of {string.Join(", ", Names)}"
                + (NearestName.Find(child.Key, Names) is { } near ? $", probably {near}" : "")
            )
            .ToList();
        if (configuration.Value is { Length: > 0 } value)
            problems.Add($"the configuration value is '{value}', expected an object");
        var head = configuration.GetSection(nameof(Head));
        if (head.GetChildren().Any())
            problems.Add($"'{nameof(Head)}' is a section, expected the path of one head");
        var settings = new VariantSettings(
            head.Value is { Length: > 0 } ? head.Value : null,
            Number(nameof(MinScorePicture), -1, 1),
            Number(nameof(MinScoreText), -1, 1),
            Number(nameof(SilenceProbability), 0, 1),
            Number(nameof(TextMargin), -2, 2),
            Number(nameof(MinConfidence), 0, 1),
            Number(nameof(MinMargin), 0, 2)
        );
        return problems.Count == 0
            ? settings
            : throw new InvalidDataException($"Variant '{variant}' cannot be used: {ErrorText.Join(problems)}.");

        double? Number(string name, double min, double max)
        {
            var section = configuration.GetSection(name);
            if (string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
                return null;
            if (FlagReader.ParseNumber(section.Value) is { } number && number >= min && number <= max)
                return number;
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{name}' is '{ErrorText.ToValue(section.Value)}', expected a number from {min} to {max}"
                )
            );
            return null;
        }
    }

    /// <summary>Gets a head's thresholds, replaced by this variant's where it sets them.</summary>
    public PolicyThresholds ApplyTo(PolicyThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return thresholds with
        {
            MinScorePicture = MinScorePicture ?? thresholds.MinScorePicture,
            MinScoreText = MinScoreText ?? thresholds.MinScoreText,
            SilenceProbability = SilenceProbability ?? thresholds.SilenceProbability,
            TextMargin = TextMargin ?? thresholds.TextMargin,
            MinConfidence = MinConfidence ?? thresholds.MinConfidence,
            MinMargin = MinMargin ?? thresholds.MinMargin,
        };
    }
}
