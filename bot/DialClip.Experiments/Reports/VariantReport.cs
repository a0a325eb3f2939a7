using DialClip.Experiments.Statistics;

namespace DialClip.Experiments.Reports;

/// <summary>What became of one variant of an experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Units">Distinct units that were shown it.</param>
/// <param name="Exposures">Distinct replies that were shown.</param>
/// <param name="Likes">Replies whose last feedback is a like.</param>
/// <param name="Dislikes">Replies whose last feedback is a dislike.</param>
/// <param name="LikeRate">The share of likes among replies with feedback, as a 95 % interval. It takes replies as independent; units with many replies make it too narrow.</param>
public sealed record VariantReport(
    string Experiment,
    string Variant,
    int Units,
    int Exposures,
    int Likes,
    int Dislikes,
    Interval LikeRate
);
