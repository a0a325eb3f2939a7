using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Evaluation;

/// <summary>What the head's own policy would have done, each dialog alone.</summary>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Answered">How many it answers.</param>
/// <param name="Right">How many of these answers are accepted.</param>
/// <param name="SilentRightly">How many of the silences are wanted.</param>
/// <param name="Reasons">How often each reason decided.</param>
internal sealed record DecisionReport(
    int Dialogs,
    int Answered,
    int Right,
    int SilentRightly,
    IReadOnlyDictionary<string, int> Reasons
)
{
    /// <summary>Counts decisions.</summary>
    public static DecisionReport Of(IReadOnlyList<(DialogRecord Dialog, ReplyDecision Decision)> decided) =>
        new(
            decided.Count,
            decided.Count(one => one.Decision.Candidate is not null),
            decided.Count(one => one.Decision.Candidate is { } sent && one.Dialog.Accept.Contains(sent.Item.Id)),
            decided.Count(one => one.Decision.Candidate is null && one.Dialog.Intent == Intent.Silence),
            decided
                .GroupBy(one => one.Decision.Reason)
                .OrderByDescending(reason => reason.Count())
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .ToDictionary(reason => reason.Key, reason => reason.Count())
        );
}
