using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>The retrieval results of a model or baseline.</summary>
/// <param name="Name">The name of the model or baseline.</param>
/// <param name="Metrics">The ranking metrics.</param>
/// <param name="Ranks">The rank of each dialog's best accepted item, in the order of the table's dialogs.</param>
internal sealed record RetrievalRow(string Name, RankSummary Metrics, IReadOnlyList<int> Ranks)
{
    public static RetrievalRow Create(string name, IReadOnlyList<int> ranks) =>
        new(name, RankSummary.Compute([ranks]), ranks);
}
