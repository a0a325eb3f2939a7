namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>A part of an experiment in which variants do not have their shares of units.</summary>
/// <param name="Day">The day, UTC; null for all days.</param>
/// <param name="Channel">The channel; null for all channels.</param>
/// <param name="Variant">The variant that is farthest from its share.</param>
/// <param name="Share">The share that it has there, 0 to 1.</param>
/// <param name="ExpectedShare">The share that it should have, 0 to 1.</param>
/// <param name="PValue">The p-value of the part, corrected for the number of parts.</param>
public sealed record SampleRatioBreak(
    DateOnly? Day,
    string? Channel,
    string Variant,
    double Share,
    double ExpectedShare,
    double PValue
);
