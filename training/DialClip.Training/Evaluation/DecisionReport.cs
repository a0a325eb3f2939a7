using DialClip.Artifacts.Format;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Evaluation;

/// <summary>The decisions of a reply policy on single dialogs.</summary>
/// <param name="All">The decisions on all dialogs.</param>
/// <param name="Kinds">The decisions by the dialogs' kinds; empty where no dialog has one.</param>
/// <param name="Reasons">The number of decisions by reason.</param>
/// <param name="Thresholds">The thresholds of the policy.</param>
internal sealed record DecisionReport(
    DecisionRow All,
    IReadOnlyList<DecisionRow> Kinds,
    IReadOnlyDictionary<string, int> Reasons,
    PolicyThresholds Thresholds
)
{
    /// <summary>Counts decisions.</summary>
    public static DecisionReport Create(
        IReadOnlyCollection<(DialogRecord Dialog, ReplyDecision Decision)> decisions,
        PolicyThresholds thresholds
    ) =>
        new(
            DecisionRow.Create(null, decisions),
            DecisionRow.CreateByKind(decisions),
            decisions
                .GroupBy(decision => decision.Decision.Reason)
                .OrderByDescending(reason => reason.Count())
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .ToDictionary(reason => reason.Key, reason => reason.Count()),
            thresholds
        );
}
