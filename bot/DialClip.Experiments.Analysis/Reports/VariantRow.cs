using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>The counts of a variant, with Wilson intervals of one look.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Units">The number of units that saw it.</param>
/// <param name="UnitsInOtherVariants">The number of these that saw another variant, too.</param>
/// <param name="Exposures">The number of replies that were shown.</param>
/// <param name="Likes">The replies whose last feedback is a like.</param>
/// <param name="Dislikes">The replies whose last feedback is a dislike.</param>
/// <param name="Incomplete">The replies whose process died while they were sent.</param>
/// <param name="LikeRate">Likes among rated replies; units with many replies make it too narrow.</param>
/// <param name="LikesPerExposure">Likes among all replies; units with many replies make it too narrow.</param>
/// <param name="LikedUnits">Units that liked a reply, among those that saw this variant alone.</param>
public sealed record VariantRow(
    string Variant,
    int Units,
    int UnitsInOtherVariants,
    int Exposures,
    int Likes,
    int Dislikes,
    int Incomplete,
    ConfidenceInterval LikeRate,
    ConfidenceInterval LikesPerExposure,
    ConfidenceInterval LikedUnits
)
{
    internal static VariantRow Create(VariantData data) =>
        new(
            data.Name,
            data.Units,
            data.UnitsInOtherVariants,
            data.Exposures,
            data.Likes,
            data.Dislikes,
            data.Incomplete,
            Proportions.ComputeWilsonInterval(data.Likes, data.Likes + data.Dislikes),
            Proportions.ComputeWilsonInterval(data.Likes, data.Exposures),
            Proportions.ComputeWilsonInterval(data.LikedUnits, data.Compared)
        );
}
