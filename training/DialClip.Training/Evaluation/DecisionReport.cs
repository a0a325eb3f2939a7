using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Evaluation;

/// <summary>The decisions of the head's reply policy on single dialogs.</summary>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Answered">The number of dialogs that it answers.</param>
/// <param name="Right">The number of answers that are accepted.</param>
/// <param name="SilentRightly">The number of silences whose dialog's intent is silence.</param>
/// <param name="Reasons">The number of decisions by reason.</param>
internal sealed record DecisionReport(
    int Dialogs,
    int Answered,
    int Right,
    int SilentRightly,
    IReadOnlyDictionary<string, int> Reasons
)
{
    /// <summary>Counts decisions.</summary>
    public static DecisionReport Create(IReadOnlyList<(DialogRecord Dialog, ReplyDecision Decision)> decisions) =>
        new(
            decisions.Count,
            decisions.Count(decision => decision.Decision.Candidate is not null),
            decisions.Count(decision =>
                decision.Decision.Candidate is { } sent && decision.Dialog.Accept.Contains(sent.Item.Id)
            ),
            decisions.Count(decision =>
                decision.Decision.Candidate is null && decision.Dialog.Intent == Intent.Silence
            ),
            decisions
                .GroupBy(decision => decision.Decision.Reason)
                .OrderByDescending(reason => reason.Count())
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .ToDictionary(reason => reason.Key, reason => reason.Count())
        );
}
