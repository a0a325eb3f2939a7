using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Reporting;

/// <summary>The results of a variant of an experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Units">The number of exposed units.</param>
/// <param name="UnitsInOtherVariants">
/// The number of these units that were exposed to another variant of the experiment, too, such as after a change of the
/// shares. What they like cannot be told apart by variants.
/// </param>
/// <param name="Exposures">The number of impressions.</param>
/// <param name="Likes">The impressions whose last feedback is a like.</param>
/// <param name="Dislikes">The impressions whose last feedback is a dislike.</param>
/// <param name="LikeRate">
/// The 95 % interval of the share of likes among impressions with feedback. It assumes independent impressions; units
/// with many impressions make it too narrow.
/// </param>
/// <param name="LikesPerExposure">
/// The 95 % interval of the share of likes among all impressions, with the same assumption. It tells variants apart
/// where a channel has likes and no dislikes.
/// </param>
/// <param name="Incomplete">
/// The number of replies whose process died while they were sent: whether they were shown is not known, and they are
/// not among the impressions.
/// </param>
internal sealed record VariantReport(
    string Experiment,
    string Variant,
    int Units,
    int UnitsInOtherVariants,
    int Exposures,
    int Likes,
    int Dislikes,
    ConfidenceInterval LikeRate,
    ConfidenceInterval LikesPerExposure,
    int Incomplete
);
