using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>The sums of a variant.</summary>
/// <param name="Name">The variant.</param>
/// <param name="Units">The number of units that saw it.</param>
/// <param name="UnitsInOtherVariants">The number of these that saw another variant of the experiment, too.</param>
/// <param name="Exposures">The number of replies that were shown.</param>
/// <param name="Likes">The replies whose last feedback is a like.</param>
/// <param name="Dislikes">The replies whose last feedback is a dislike.</param>
/// <param name="Incomplete">The replies whose process died while they were sent, which are no exposures.</param>
/// <param name="Compared">The number of units that saw this variant alone, which the comparisons take.</param>
/// <param name="LikedUnits">The number of these that liked a reply.</param>
/// <param name="Metrics">Of these units: the moments of each metric, by its name (numerator, exposures).</param>
/// <param name="Channels">Of these units: the moments of likes, by the channel of their first exposure.</param>
/// <param name="Days">The days with exposures, in order.</param>
/// <param name="Latencies">How often each latency was seen, in milliseconds; null where none was logged.</param>
public sealed record VariantData(
    string Name,
    int Units,
    int UnitsInOtherVariants,
    int Exposures,
    int Likes,
    int Dislikes,
    int Incomplete,
    int Compared,
    int LikedUnits,
    IReadOnlyDictionary<string, UnitMoments> Metrics,
    IReadOnlyDictionary<string, UnitMoments> Channels,
    IReadOnlyList<DayData> Days,
    ValueCounts? Latencies
);
