using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Heads;

/// <summary>What a run measured of its head.</summary>
/// <param name="Dialogs">Dialogs of the split.</param>
/// <param name="Pictures">Ranking of pictures over the dialogs that accept one; null where none does.</param>
/// <param name="IntentAccuracy">Share of dialogs whose likeliest intent is the recorded one, 0 to 1.</param>
internal sealed record HeadMetrics(int Dialogs, RankingMetrics? Pictures, double IntentAccuracy)
{
    /// <summary>Measures one split of ranked examples.</summary>
    public static HeadMetrics Of(IReadOnlyList<RankedExample> ranked, DialogSplit split)
    {
        var its = ranked.Where(one => one.Example.Split == split).ToList();
        return new(
            its.Count,
            its.Any(one => one.Example.Pictures.Count > 0) ? HeadEvaluator.Pictures(its) : null,
            its.Count == 0
                ? 0
                : its.Average(one =>
                    Array.IndexOf(one.Intent, one.Intent.Max()) == (int)one.Example.Intent! ? 1.0 : 0.0
                )
        );
    }
}
