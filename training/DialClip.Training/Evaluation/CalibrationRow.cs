using DialClip.Encoders;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>What the scores of one expert are worth as probabilities that its best item is accepted.</summary>
/// <param name="Input">Whether texts or pictures were asked.</param>
/// <param name="Response">The kind of the items.</param>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Accepted">In how many of them the best item is accepted.</param>
/// <param name="CosineError">The expected calibration error of the cosine itself.</param>
/// <param name="ConfidenceError">That of the confidence; null where the head has none.</param>
internal sealed record CalibrationRow(
    Modality Input,
    Modality Response,
    int Dialogs,
    int Accepted,
    double CosineError,
    double? ConfidenceError
)
{
    /// <summary>Makes the rows of all experts that were asked, in their order.</summary>
    public static IReadOnlyList<CalibrationRow> Of(IEnumerable<TopAnswer> answers) =>
        [
            .. answers
                .GroupBy(answer => (answer.Input, answer.Response))
                .OrderBy(group => group.Key)
                .Select(group => new CalibrationRow(
                    group.Key.Input,
                    group.Key.Response,
                    group.Count(),
                    group.Count(answer => answer.Accepted),
                    CalibrationError.Of(group.Select(answer => (answer.Score, answer.Accepted))),
                    group.All(answer => answer.Confidence is not null)
                        ? CalibrationError.Of(group.Select(answer => (answer.Confidence!.Value, answer.Accepted)))
                        : null
                )),
        ];
}
