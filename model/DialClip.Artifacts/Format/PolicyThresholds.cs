using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The thresholds of a head's scores from which on the bot answers; they differ between heads.</summary>
public sealed record PolicyThresholds
{
    /// <summary>Gets the minimum cosine of a picture, -1 to 1.</summary>
    public double MinScorePicture { get; init; }

    /// <summary>Gets the minimum cosine of a text, -1 to 1.</summary>
    public double MinScoreText { get; init; }

    /// <summary>Gets the probability of silence, 0 to 1, from which on the bot stays silent.</summary>
    public double SilenceProbability { get; init; } = 1.0;

    /// <summary>
    /// Gets the margin by which a text has to exceed the best picture to be sent instead: of confidence when both are
    /// known, otherwise of cosine.
    /// </summary>
    public double TextMargin { get; init; }

    /// <summary>Gets the minimum confidence, 0 to 1; candidates without confidence pass.</summary>
    /// <value>The default is 0: off.</value>
    public double MinConfidence { get; init; }

    /// <summary>
    /// Gets the margin of cosine by which the best has to exceed the next of its kind; otherwise the bot stays silent.
    /// </summary>
    /// <value>The default is 0: off.</value>
    public double MinMargin { get; init; }

    /// <summary>
    /// Gets the bytes per token below which a text is unlike what the backbone was trained on, 0 to 16: the vocabulary
    /// holds words of its training, and other scripts and random letters fall apart into single bytes.
    /// </summary>
    /// <value>The default is 0: off.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double MinBytesPerToken { get; init; }

    internal IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.OutsideRange("thresholds.minScorePicture", MinScorePicture, -1, 1),
            .. PropertyErrors.OutsideRange("thresholds.minScoreText", MinScoreText, -1, 1),
            .. PropertyErrors.OutsideRange("thresholds.silenceProbability", SilenceProbability, 0, 1),
            .. PropertyErrors.OutsideRange("thresholds.textMargin", TextMargin, -2, 2),
            .. PropertyErrors.OutsideRange("thresholds.minConfidence", MinConfidence, 0, 1),
            .. PropertyErrors.OutsideRange("thresholds.minMargin", MinMargin, 0, 2),
            .. PropertyErrors.OutsideRange("thresholds.minBytesPerToken", MinBytesPerToken, 0, 16),
        ];
}
