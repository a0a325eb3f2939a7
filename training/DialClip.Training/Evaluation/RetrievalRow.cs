using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>What one way of ranking reached.</summary>
/// <param name="Name">The model, or a baseline.</param>
/// <param name="Metrics">Its figures.</param>
/// <param name="Ranks">The rank of each dialog's best accepted item, in the order of the table's dialogs.</param>
internal sealed record RetrievalRow(string Name, RankSummary Metrics, IReadOnlyList<int> Ranks)
{
    public static RetrievalRow Of(string name, IReadOnlyList<int> ranks) => new(name, RankSummary.Of([ranks]), ranks);
}
