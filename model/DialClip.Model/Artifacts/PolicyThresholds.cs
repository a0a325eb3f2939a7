namespace DialClip.Model.Artifacts;

/// <summary>What a head's scores have to reach before the bot answers; no one threshold suits two heads.</summary>
public sealed record PolicyThresholds
{
    /// <summary>Gets the cosine below which no picture is sent.</summary>
    public double MinScorePicture { get; init; }

    /// <summary>Gets the cosine below which no text is sent.</summary>
    public double MinScoreText { get; init; }

    /// <summary>Gets the probability of silence, 0 to 1, from which on the bot stays silent.</summary>
    public double SilenceProbability { get; init; } = 1.0;

    /// <summary>Gets by how much a text has to beat the best picture to be sent instead.</summary>
    public double TextMargin { get; init; }

    internal IEnumerable<string> Faults() =>
    [
        .. PropertyFaults.OutsideRange("thresholds.minScorePicture", MinScorePicture, -1, 1),
        .. PropertyFaults.OutsideRange("thresholds.minScoreText", MinScoreText, -1, 1),
        .. PropertyFaults.OutsideRange("thresholds.silenceProbability", SilenceProbability, 0, 1),
        .. PropertyFaults.OutsideRange("thresholds.textMargin", TextMargin, -2, 2),
    ];
}
