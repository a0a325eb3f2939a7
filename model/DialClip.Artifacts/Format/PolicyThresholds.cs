namespace DialClip.Artifacts.Format;

/// <summary>What a head's scores have to reach before the bot answers; no one threshold suits two heads.</summary>
public sealed record PolicyThresholds
{
    /// <summary>Gets the cosine below which no picture is sent.</summary>
    public double MinScorePicture { get; init; }

    /// <summary>Gets the cosine below which no text is sent.</summary>
    public double MinScoreText { get; init; }

    /// <summary>Gets the probability of silence, 0 to 1, from which on the bot stays silent.</summary>
    public double SilenceProbability { get; init; } = 1.0;

    /// <summary>Gets by how much a text has to beat the best picture to be sent instead: in confidence where that of both is known, otherwise in cosine.</summary>
    public double TextMargin { get; init; }

    /// <summary>Gets the confidence, 0 to 1, below which nothing is sent; what has no confidence is not held back by it.</summary>
    /// <value>The default is 0: off.</value>
    public double MinConfidence { get; init; }

    /// <summary>Gets by how much cosine the best has to beat the next of its kind; otherwise the bot stays silent.</summary>
    /// <value>The default is 0: off.</value>
    public double MinMargin { get; init; }

    internal IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.OutsideRange("thresholds.minScorePicture", MinScorePicture, -1, 1),
            .. PropertyErrors.OutsideRange("thresholds.minScoreText", MinScoreText, -1, 1),
            .. PropertyErrors.OutsideRange("thresholds.silenceProbability", SilenceProbability, 0, 1),
            .. PropertyErrors.OutsideRange("thresholds.textMargin", TextMargin, -2, 2),
            .. PropertyErrors.OutsideRange("thresholds.minConfidence", MinConfidence, 0, 1),
            .. PropertyErrors.OutsideRange("thresholds.minMargin", MinMargin, 0, 2),
        ];
}
