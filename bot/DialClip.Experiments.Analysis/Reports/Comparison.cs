using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>A treatment against the control.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="Metrics">The metrics, the one that decides first.</param>
/// <param name="LikedUnits">Newcombe's interval of the difference of units that liked a reply, for one look.</param>
/// <param name="DetectableEffect">
/// The relative effect that the units until now find with the power that was asked for; null where it is unknown.
/// </param>
/// <param name="UnitsToGo">How many more units find the least effect worth having; null where it is unknown.</param>
/// <param name="DaysToGo">How long that takes at the rate of units until now; null where it is unknown.</param>
/// <param name="Channels">The difference of likes by channel.</param>
/// <param name="Days">The difference of likes of all units until each day.</param>
public sealed record Comparison(
    string Treatment,
    IReadOnlyList<MetricComparison> Metrics,
    ConfidenceInterval LikedUnits,
    double? DetectableEffect,
    long? UnitsToGo,
    double? DaysToGo,
    IReadOnlyList<SegmentEffect> Channels,
    IReadOnlyList<SegmentEffect> Days
);
