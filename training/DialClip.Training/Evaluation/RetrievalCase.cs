using DialClip.Model.Dialog;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>A dialog with the candidates to rank and the accepted ones.</summary>
/// <param name="Context">The retrieval context.</param>
/// <param name="Candidates">The gallery indices of the candidates.</param>
/// <param name="Accepted">The indices of the accepted ones among the candidates.</param>
internal sealed record RetrievalCase(DialogContext Context, int[] Candidates, IReadOnlySet<int> Accepted)
{
    /// <summary>Computes the pessimistic rank by scores over the whole gallery.</summary>
    public int ComputeRank(ReadOnlySpan<float> gallery)
    {
        var candidateScores = new float[Candidates.Length];
        for (var index = 0; index < candidateScores.Length; index++)
            candidateScores[index] = gallery[Candidates[index]];
        return RankingMetrics.PessimisticRank(candidateScores, Accepted);
    }
}
