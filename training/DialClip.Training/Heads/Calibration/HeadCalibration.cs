using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Evaluation.Statistics;
using MathNet.Numerics.Statistics;

namespace DialClip.Training.Heads.Calibration;

/// <summary>
/// Calibrates a head on validation dialogs: thresholds of the reply policy, and curves from cosine to confidence.
/// </summary>
internal static class HeadCalibration
{
    // The share of dialogs with an accepted answer that each threshold may silence.
    private const double MaxSilencedShare = 0.05;

    private const double UnfamiliarShare = 0.4;

    // A curve needs at least this many dialogs.
    private const int MinDialogs = 20;

    // Further digits differ between machines, by the order of floating-point sums.
    private const int Digits = 3;

    /// <summary>Chooses the policy's thresholds; without dialogs a threshold silences nothing.</summary>
    /// <param name="ranked">The ranked validation dialogs.</param>
    public static PolicyThresholds ChooseThresholds(IReadOnlyList<RankedExample> ranked)
    {
        var answered = ranked.Where(example => example.Example.Intent is Intent.Picture or Intent.Text).ToList();
        return new()
        {
            // Rounded up, because the bot is silent at the threshold.
            SilenceProbability =
                answered.Count == 0
                    ? 1
                    : Math.Min(
                        1,
                        Math.Round(
                            ComputeQuantile(
                                [.. answered.Select(example => (double)example.Intent[(int)Intent.Silence])],
                                1 - MaxSilencedShare
                            ) + 0.01,
                            3
                        )
                    ),
            MinScorePicture = ComputeFloor([
                .. answered
                    .Where(example => example.Example.Pictures.Count > 0)
                    .Select(example => (double)example.BestPictureScore),
            ]),
            MinScoreText = ComputeFloor([
                .. answered
                    .Where(example => example.Example.Texts.Count > 0)
                    .Select(example => (double)example.BestTextScore),
            ]),
            MinBytesPerToken = ChooseMinBytesPerToken([
                .. answered.Select(example => example.Example.InputBytesPerToken).OfType<double>(),
            ]),
        };
    }

    /// <summary>Chooses the minimum scores anew, for a head whose scores have changed.</summary>
    /// <param name="own">The head's thresholds; the others stay.</param>
    /// <param name="answers">What was found for each validation dialog.</param>
    public static PolicyThresholds ChooseMinScores(
        PolicyThresholds own,
        IReadOnlyList<(DialogRecord Dialog, RetrievalResult Found)> answers
    ) =>
        own with
        {
            MinScorePicture = ComputeFloor([
                .. answers
                    .Where(answer => answer.Dialog.AcceptedPictures.Any() && answer.Found.Pictures.Count > 0)
                    .Select(answer => (double)answer.Found.Pictures[0].Score),
            ]),
            MinScoreText = ComputeFloor([
                .. answers
                    .Where(answer => answer.Dialog.AcceptedTexts.Any() && answer.Found.Texts.Count > 0)
                    .Select(answer => (double)answer.Found.Texts[0].Score),
            ]),
        };

    /// <summary>
    /// Chooses the bytes per token below which a text is unlike the training: two fifths of the way from 1, text of
    /// which the vocabulary knows nothing, to the message with an answer of which it knows least, rounded down to
    /// tenths. So a short greeting passes, and random letters do not.
    /// </summary>
    /// <param name="answered">The bytes per token of the validation messages with an answer.</param>
    /// <returns>The threshold; 0, which is off, for too few messages.</returns>
    public static double ChooseMinBytesPerToken(IReadOnlyList<double> answered) =>
        answered.Count < MinDialogs ? 0 : Math.Floor((1 + UnfamiliarShare * (answered.Min() - 1)) * 10) / 10;

    /// <summary>Fits a logistic curve from cosine to confidence for each expert.</summary>
    /// <param name="answers">The best item of each kind for each dialog.</param>
    public static CalibrationFit FitCurves(IEnumerable<TopAnswer> answers)
    {
        var byExpert = answers.ToLookup(
            answer => (answer.Input, answer.Response),
            answer => (answer.Score, answer.Accepted)
        );
        var leftOut = new List<string>();
        var curves = new CalibrationProperties
        {
            TextToText = FitCurve(Modality.Text, Modality.Text),
            TextToPicture = FitCurve(Modality.Text, Modality.Picture),
            PictureToText = FitCurve(Modality.Picture, Modality.Text),
            PictureToPicture = FitCurve(Modality.Picture, Modality.Picture),
        };
        return new(curves == new CalibrationProperties() ? null : curves, leftOut);

        LogisticProperties? FitCurve(Modality input, Modality response)
        {
            var examples = byExpert[(input, response)].ToList();
            var accepted = examples.Count(example => example.Accepted);
            var prefix = $"No confidence for {Plural(response)} after {Plural(input)}";
            if (examples.Count < MinDialogs || accepted == 0 || accepted == examples.Count)
            {
                leftOut.Add(
                    $"{prefix}: the best one is accepted in {accepted} of {examples.Count} dialogs; expected at least "
                        + $"{MinDialogs}, with both outcomes."
                );
                return null;
            }
            var fitted = PlattScaling.Fit(examples);
            var curve = new LogisticProperties(Math.Round(fitted.Slope, Digits), Math.Round(fitted.Intercept, Digits));
            // A curve that falls would give worse items the higher confidence.
            if (
                curve.Slope is > 0 and <= LogisticProperties.Limit
                && Math.Abs(curve.Intercept) <= LogisticProperties.Limit
            )
                return curve;
            leftOut.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{prefix}: over {examples.Count} dialogs a higher cosine does not mean a better item "
                        + $"(slope {curve.Slope}, intercept {curve.Intercept})."
                )
            );
            return null;
        }
    }

    private static string Plural(Modality modality) => modality == Modality.Text ? "texts" : "pictures";

    private static double ComputeFloor(double[] best) =>
        best.Length == 0 ? -1 : Math.Round(ComputeQuantile(best, MaxSilencedShare) - 0.005, 3);

    private static double ComputeQuantile(double[] values, double share) =>
        ArrayStatistics.OrderStatisticInplace(values, 1 + (int)Math.Min(values.Length - 1, share * values.Length));
}
