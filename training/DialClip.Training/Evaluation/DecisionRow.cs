using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>The decisions of the reply policy on dialogs of one kind.</summary>
/// <param name="Kind">The kind; null for dialogs without one, and for all dialogs together.</param>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Answered">The number of dialogs that it answers.</param>
/// <param name="Right">The number of answers that are accepted.</param>
/// <param name="DeservingAnswer">The number of dialogs whose intent is a picture or a text.</param>
/// <param name="AnsweredDeserving">The number of these that it answers.</param>
/// <param name="DeservingSilence">The number of dialogs whose intent is silence.</param>
/// <param name="FalseAnswers">The number of these that it answers.</param>
internal sealed record DecisionRow(
    string? Kind,
    int Dialogs,
    int Answered,
    int Right,
    int DeservingAnswer,
    int AnsweredDeserving,
    int DeservingSilence,
    int FalseAnswers
)
{
    /// <summary>Gets the share of answers that are accepted; null without answers.</summary>
    public double? Precision => Divide(Right, Answered);

    /// <summary>Gets the share of dialogs that deserve an answer and get one; null where none deserves one.</summary>
    public double? Coverage => Divide(AnsweredDeserving, DeservingAnswer);

    /// <summary>Gets the share of dialogs that deserve silence and get an answer; null where none does.</summary>
    public double? FalseAnswerRate => Divide(FalseAnswers, DeservingSilence);

    /// <summary>Gets the 95 % Wilson interval of the false answers; null where none deserves silence.</summary>
    public ConfidenceInterval? FalseAnswerInterval =>
        DeservingSilence == 0 ? null : WilsonInterval.Compute(FalseAnswers, DeservingSilence);

    /// <summary>Counts decisions.</summary>
    public static DecisionRow Create(
        string? kind,
        IReadOnlyCollection<(DialogRecord Dialog, ReplyDecision Decision)> decisions
    )
    {
        var answered = decisions.Where(decision => decision.Decision.Candidate is not null).ToList();
        var silent = decisions.Count(decision => IsSilence(decision.Dialog));
        var falseAnswers = answered.Count(decision => IsSilence(decision.Dialog));
        return new(
            kind,
            decisions.Count,
            answered.Count,
            answered.Count(decision => decision.Dialog.Accept.Contains(decision.Decision.Candidate!.Item.Id)),
            decisions.Count - silent,
            answered.Count - falseAnswers,
            silent,
            falseAnswers
        );
    }

    /// <summary>Counts decisions by kind, in the kinds' order; no rows where no dialog has a kind.</summary>
    public static IReadOnlyList<DecisionRow> CreateByKind(
        IReadOnlyCollection<(DialogRecord Dialog, ReplyDecision Decision)> decisions
    ) =>
        decisions.All(decision => decision.Dialog.Kind is null)
            ? []
            :
            [
                .. decisions
                    .GroupBy(decision => decision.Dialog.Kind)
                    .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                    .Select(kind => Create(kind.Key, [.. kind])),
            ];

    private static bool IsSilence(DialogRecord dialog) => dialog.Intent == Intent.Silence;

    private static double? Divide(int part, int whole) => whole == 0 ? null : part / (double)whole;
}
