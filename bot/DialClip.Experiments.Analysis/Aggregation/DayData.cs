using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>A day of a variant.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Exposures">The number of replies that were shown on it.</param>
/// <param name="LikesUntilThen">The moments of likes of all compared units until the day's end.</param>
public sealed record DayData(DateOnly Day, int Exposures, UnitMoments LikesUntilThen);
