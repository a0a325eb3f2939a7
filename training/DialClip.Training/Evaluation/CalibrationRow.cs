using DialClip.Encoders;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>The calibration of one expert's scores as probabilities that its best item is accepted.</summary>
/// <param name="Input">The modality of the inputs.</param>
/// <param name="Response">The modality of the items.</param>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Accepted">The number of dialogs in which the best item is accepted.</param>
/// <param name="CosineError">The expected calibration error of the cosine.</param>
/// <param name="ConfidenceError">
/// The expected calibration error of the confidence; null where the head has none.
/// </param>
internal sealed record CalibrationRow(
    Modality Input,
    Modality Response,
    int Dialogs,
    int Accepted,
    double CosineError,
    double? ConfidenceError
)
{
    /// <summary>Creates the rows of all experts in their order.</summary>
    public static IReadOnlyList<CalibrationRow> CreateRows(IEnumerable<TopAnswer> answers) =>
        [
            .. answers
                .GroupBy(answer => (answer.Input, answer.Response))
                .OrderBy(group => group.Key)
                .Select(group => new CalibrationRow(
                    group.Key.Input,
                    group.Key.Response,
                    group.Count(),
                    group.Count(answer => answer.Accepted),
                    CalibrationError.Compute(group.Select(answer => (answer.Score, answer.Accepted))),
                    group.All(answer => answer.Confidence is not null)
                        ? CalibrationError.Compute(group.Select(answer => (answer.Confidence!.Value, answer.Accepted)))
                        : null
                )),
        ];
}
