using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>The difference of the like rate in a segment or until a day, with its always-valid interval.</summary>
/// <param name="Name">The channel, or the day as yyyy-MM-dd.</param>
/// <param name="Difference">The absolute difference.</param>
/// <param name="Interval">The interval of it.</param>
public sealed record SegmentEffect(string Name, double Difference, ConfidenceInterval Interval);
