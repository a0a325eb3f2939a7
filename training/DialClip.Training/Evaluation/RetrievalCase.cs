using DialClip.Model.Dialog;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>One dialog whose accepted items are to be found.</summary>
/// <param name="Context">What is asked.</param>
/// <param name="Candidates">Numbers of the candidates, in the gallery.</param>
/// <param name="Accepted">Places of the accepted ones among the candidates.</param>
internal sealed record RetrievalCase(DialogContext Context, int[] Candidates, IReadOnlySet<int> Accepted)
{
    /// <summary>Ranks by scores over the whole gallery; ties count against the ranking.</summary>
    public int RankOf(ReadOnlySpan<float> gallery)
    {
        var own = new float[Candidates.Length];
        for (var at = 0; at < own.Length; at++)
            own[at] = gallery[Candidates[at]];
        return RankingMetrics.PessimisticRank(own, Accepted);
    }
}
