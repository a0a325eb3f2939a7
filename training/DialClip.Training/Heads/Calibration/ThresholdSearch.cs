using DialClip.Artifacts.Format;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;

namespace DialClip.Training.Heads.Calibration;

/// <summary>
/// Chooses the thresholds that decide on silence, the minimum confidence and the probability of silence, so that few
/// dialogs that deserve silence are answered.
/// </summary>
/// <param name="answers">What a head finds for each dialog.</param>
/// <param name="own">The head's thresholds.</param>
internal sealed class ThresholdSearch(
    IReadOnlyList<(DialogRecord Dialog, RetrievalResult Found)> answers,
    PolicyThresholds own
)
{
    private const int Steps = 100;

    private static readonly HashSet<string> NothingSent = [];

    /// <summary>Counts the decisions of thresholds, of all dialogs first and then by kind.</summary>
    public IReadOnlyList<DecisionRow> Count(PolicyThresholds thresholds)
    {
        var decisions = answers
            .Select(answer => (answer.Dialog, ReplyPolicy.Decide(answer.Found, thresholds, NothingSent)))
            .ToList();
        return [DecisionRow.Create(null, decisions), .. DecisionRow.CreateByKind(decisions)];
    }

    /// <summary>
    /// Searches hundredths of both thresholds for those that give the most right answers; of equals the fewest false
    /// ones, then the fewest answers, then the least strict. The head's other thresholds stay.
    /// </summary>
    /// <param name="maxFalseAnswers">
    /// The maximum share, 0 to 1, of dialogs that deserve silence and are answered: of all, and of each kind that has
    /// enough of them for one to be no more than that share.
    /// </param>
    /// <returns>The thresholds; at the strictest nothing is answered.</returns>
    public PolicyThresholds Search(double maxFalseAnswers)
    {
        var best = (Thresholds: Silent(own), Right: 0, False: 0, Answered: 0);
        for (var silence = Steps; silence > 0; silence--)
        for (var confidence = 0; confidence <= Steps; confidence++)
        {
            var thresholds = own with
            {
                SilenceProbability = silence / (double)Steps,
                MinConfidence = confidence / (double)Steps,
            };
            var rows = Count(thresholds);
            var all = rows[0];
            if (
                rows.All(row => IsWithin(row, maxFalseAnswers))
                && (all.Right, -all.FalseAnswers, -all.Answered).CompareTo((best.Right, -best.False, -best.Answered))
                    > 0
            )
                best = (thresholds, all.Right, all.FalseAnswers, all.Answered);
        }
        return best.Thresholds;
    }

    /// <summary>Determines whether a row can show that a share of false answers is not exceeded, and does.</summary>
    private static bool IsWithin(DecisionRow row, double maxFalseAnswers) =>
        (row.Kind is not null && row.DeservingSilence * maxFalseAnswers < 1)
        || row.FalseAnswers <= row.DeservingSilence * maxFalseAnswers;

    private static PolicyThresholds Silent(PolicyThresholds own) => own with { SilenceProbability = 0 };
}
