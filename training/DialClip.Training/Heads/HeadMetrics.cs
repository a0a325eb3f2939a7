using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Heads;

/// <summary>Metrics of a trained head on one split.</summary>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Pictures">The picture ranking metrics over the dialogs that accept a picture; null for none.</param>
/// <param name="IntentAccuracy">The share of dialogs whose most probable intent is the recorded one, 0 to 1.</param>
internal sealed record HeadMetrics(int Dialogs, RankingMetrics? Pictures, double IntentAccuracy)
{
    /// <summary>Computes the metrics of the ranked examples of a split.</summary>
    public static HeadMetrics Compute(IReadOnlyList<RankedExample> ranked, DialogSplit split)
    {
        var splitExamples = ranked.Where(example => example.Example.Split == split).ToList();
        return new(
            splitExamples.Count,
            splitExamples.Any(example => example.Example.Pictures.Count > 0)
                ? HeadEvaluator.ComputePictureMetrics(splitExamples)
                : null,
            splitExamples.Count == 0
                ? 0
                : splitExamples.Average(example =>
                    Array.IndexOf(example.Intent, example.Intent.Max()) == (int)example.Example.Intent! ? 1.0 : 0.0
                )
        );
    }
}
