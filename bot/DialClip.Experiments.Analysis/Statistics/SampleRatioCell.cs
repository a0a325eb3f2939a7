namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The units of a variant that were first exposed on a day and channel.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Day">The day, UTC.</param>
/// <param name="Channel">The channel, such as "msteams".</param>
/// <param name="Units">The number of units.</param>
public sealed record SampleRatioCell(string Variant, DateOnly Day, string Channel, long Units);
