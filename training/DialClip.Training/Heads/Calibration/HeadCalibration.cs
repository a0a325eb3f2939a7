using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Evaluation.Statistics;
using MathNet.Numerics.Statistics;

namespace DialClip.Training.Heads.Calibration;

/// <summary>Chooses a head's thresholds, and what its cosines are worth, from dialogs that it was not trained on.</summary>
internal static class HeadCalibration
{
    // Of the dialogs that deserve an answer, at most this share may be met with silence by each threshold.
    private const double LostAnswers = 0.05;

    // Fewer dialogs do not tell a curve.
    private const int LeastDialogs = 20;

    // More digits would only hold the last bits of sums, which differ between machines.
    private const int Digits = 3;

    /// <summary>Chooses thresholds; where no dialog tells, a threshold silences nothing.</summary>
    /// <param name="ranked">What the head made of the validation dialogs.</param>
    public static PolicyThresholds Choose(IReadOnlyList<RankedExample> ranked)
    {
        var answered = ranked.Where(one => one.Example.Intent is Intent.Picture or Intent.Text).ToList();
        return new()
        {
            // Just above: at the threshold the bot is silent.
            SilenceProbability =
                answered.Count == 0
                    ? 1
                    : Math.Min(
                        1,
                        Math.Round(
                            Quantile(
                                [.. answered.Select(one => (double)one.Intent[(int)Intent.Silence])],
                                1 - LostAnswers
                            ) + 0.01,
                            3
                        )
                    ),
            MinScorePicture = Floor([
                .. answered.Where(one => one.Example.Pictures.Count > 0).Select(one => (double)one.BestPicture),
            ]),
            MinScoreText = Floor([
                .. answered.Where(one => one.Example.Texts.Count > 0).Select(one => (double)one.BestText),
            ]),
        };
    }

    /// <summary>Fits a curve for each expert from cosine to probability.</summary>
    /// <param name="answers">The best item of each kind for each dialog.</param>
    public static CalibrationFit Fit(IEnumerable<TopAnswer> answers)
    {
        var byExpert = answers.ToLookup(
            answer => (answer.Input, answer.Response),
            answer => (answer.Score, answer.Accepted)
        );
        var leftOut = new List<string>();
        var curves = new CalibrationProperties
        {
            TextToText = Curve(Modality.Text, Modality.Text),
            TextToPicture = Curve(Modality.Text, Modality.Picture),
            PictureToText = Curve(Modality.Picture, Modality.Text),
            PictureToPicture = Curve(Modality.Picture, Modality.Picture),
        };
        return new(curves == new CalibrationProperties() ? null : curves, leftOut);

        LogisticProperties? Curve(Modality input, Modality response)
        {
            var examples = byExpert[(input, response)].ToList();
            var accepted = examples.Count(example => example.Accepted);
            var what = $"No confidence for {Plural(response)} after {Plural(input)}";
            if (examples.Count < LeastDialogs || accepted == 0 || accepted == examples.Count)
            {
                leftOut.Add(
                    $"{what}: the best one is accepted in {accepted} of {examples.Count} dialogs; expected at least {LeastDialogs}, with both outcomes."
                );
                return null;
            }
            var fitted = PlattScaling.Fit(examples);
            var curve = new LogisticProperties(Math.Round(fitted.Slope, Digits), Math.Round(fitted.Intercept, Digits));
            // Were it kept, a worse item would count as the likelier one.
            if (
                curve.Slope is > 0 and <= LogisticProperties.Limit
                && Math.Abs(curve.Intercept) <= LogisticProperties.Limit
            )
                return curve;
            leftOut.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: over {examples.Count} dialogs a higher cosine does not mean a better item "
                        + $"(slope {curve.Slope}, intercept {curve.Intercept})."
                )
            );
            return null;
        }
    }

    private static string Plural(Modality modality) => modality == Modality.Text ? "texts" : "pictures";

    private static double Floor(double[] best) =>
        best.Length == 0 ? -1 : Math.Round(Quantile(best, LostAnswers) - 0.005, 3);

    private static double Quantile(double[] values, double share) =>
        ArrayStatistics.OrderStatisticInplace(values, 1 + (int)Math.Min(values.Length - 1, share * values.Length));
}
