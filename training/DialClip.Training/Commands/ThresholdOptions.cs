using System.CommandLine;
using System.Globalization;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Commands;

/// <summary>Options that replace thresholds of a head, as the settings of 'DialClip:Replies' do for a bot.</summary>
internal sealed class ThresholdOptions
{
    private readonly Option<double?> minConfidence = CreateOption("--min-confidence", "minimum confidence", 0, 1);
    private readonly Option<double?> silenceProbability = CreateOption(
        "--silence-probability",
        "probability of silence from which on it is silent",
        0,
        1
    );
    private readonly Option<double?> minScorePicture = CreateOption(
        "--min-score-picture",
        "minimum cosine of a picture",
        -1,
        1
    );
    private readonly Option<double?> minScoreText = CreateOption("--min-score-text", "minimum cosine of a text", -1, 1);
    private readonly Option<double?> minMargin = CreateOption("--min-margin", "margin to the next best", 0, 2);
    private readonly Option<double?> textMargin = CreateOption("--text-margin", "margin of a text", -2, 2);
    private readonly Option<double?> minBytesPerToken = CreateOption(
        "--min-bytes-per-token",
        "minimum of bytes per token",
        0,
        16
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (
            var option in new[]
            {
                minConfidence,
                silenceProbability,
                minScorePicture,
                minScoreText,
                minMargin,
                textMargin,
                minBytesPerToken,
            }
        )
            command.Options.Add(option);
    }

    /// <summary>Gets a head's thresholds, replaced where an option is given.</summary>
    public PolicyThresholds ApplyTo(PolicyThresholds own, ParseResult parsed) =>
        own with
        {
            MinConfidence = parsed.GetValue(minConfidence) ?? own.MinConfidence,
            SilenceProbability = parsed.GetValue(silenceProbability) ?? own.SilenceProbability,
            MinScorePicture = parsed.GetValue(minScorePicture) ?? own.MinScorePicture,
            MinScoreText = parsed.GetValue(minScoreText) ?? own.MinScoreText,
            MinMargin = parsed.GetValue(minMargin) ?? own.MinMargin,
            TextMargin = parsed.GetValue(textMargin) ?? own.TextMargin,
            MinBytesPerToken = parsed.GetValue(minBytesPerToken) ?? own.MinBytesPerToken,
        };

    private static Option<double?> CreateOption(string name, string what, double min, double max)
    {
        var option = new Option<double?>(name)
        {
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"The policy's {what} instead of the head's own, {min} to {max}."
            ),
        };
        option.Validators.Add(result =>
        {
            // NaN is in no range.
            if (result.GetValueOrDefault<double?>() is { } value && !(value >= min && value <= max))
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, expected {min} to {max}.")
                );
        });
        return option;
    }
}
