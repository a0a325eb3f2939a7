using DialClip.Model.Artifacts;
using DialClip.Training.Data;

namespace DialClip.Training.Tuning;

/// <summary>Chooses a head's thresholds from dialogs that it was not trained on.</summary>
internal static class Calibration
{
    // Of the dialogs that deserve an answer, at most this share may be met with silence by each threshold.
    private const double LostAnswers = 0.05;

    /// <summary>Chooses thresholds; where no dialog tells, a threshold silences nothing.</summary>
    /// <param name="ranked">What the head made of the validation dialogs.</param>
    public static PolicyThresholds Choose(IReadOnlyList<RankedExample> ranked)
    {
        var answered = ranked.Where(one => one.Example.Intent is Intent.Picture or Intent.Text).ToList();
        return new()
        {
            // Just above: at the threshold the bot is silent.
            SilenceProbability = answered.Count == 0 ? 1 : Math.Min(1, Math.Round(Quantile([.. answered.Select(one => (double)one.Intent[(int)Intent.Silence])], 1 - LostAnswers) + 0.01, 3)),
            MinScorePicture = Floor([.. answered.Where(one => one.Example.Pictures.Count > 0).Select(one => (double)one.BestPicture)]),
            MinScoreText = Floor([.. answered.Where(one => one.Example.Texts.Count > 0).Select(one => (double)one.BestText)]),
        };
    }

    private static double Floor(double[] best) => best.Length == 0 ? -1 : Math.Round(Quantile(best, LostAnswers) - 0.005, 3);

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)Math.Min(values.Length - 1, share * values.Length));
}
