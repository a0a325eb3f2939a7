namespace DialClip.Training.Evaluation;

/// <summary>The prediction of whether the next turn is a picture: PhotoChat's photo-sharing intent.</summary>
/// <param name="Turns">The number of turns.</param>
/// <param name="Positives">The number of turns that a picture follows.</param>
/// <param name="Threshold">
/// The least probability that predicts a picture, of the best F1 on the validation split.
/// </param>
/// <param name="Precision">The share of predicted pictures that followed.</param>
/// <param name="Recall">The share of pictures that were predicted.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
internal sealed record IntentReport(
    int Turns,
    int Positives,
    double Threshold,
    double Precision,
    double Recall,
    double F1
)
{
    /// <summary>Computes the metrics at a threshold.</summary>
    public static IntentReport Compute(double threshold, IReadOnlyList<(double Probability, bool IsPicture)> turns)
    {
        var predicted = turns.Count(turn => turn.Probability >= threshold);
        var truePositives = turns.Count(turn => turn.IsPicture && turn.Probability >= threshold);
        var positives = turns.Count(turn => turn.IsPicture);
        var (precision, recall) = (
            predicted == 0 ? 0 : truePositives / (double)predicted,
            positives == 0 ? 0 : truePositives / (double)positives
        );
        return new(
            turns.Count,
            positives,
            threshold,
            precision,
            recall,
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        );
    }

    /// <summary>Finds the threshold with the best F1, the highest of ties.</summary>
    public static double FindBestThreshold(IReadOnlyList<(double Probability, bool IsPicture)> turns)
    {
        var positives = turns.Count(turn => turn.IsPicture);
        var (best, threshold, truePositives) = (-1.0, 0.5, 0);
        var sorted = turns.OrderByDescending(turn => turn.Probability).ToList();
        for (var index = 0; index < sorted.Count; index++)
        {
            truePositives += sorted[index].IsPicture ? 1 : 0;
            // A threshold cannot separate turns of the same probability.
            if (index + 1 < sorted.Count && sorted[index + 1].Probability == sorted[index].Probability)
                continue;
            var f1 = 2.0 * truePositives / (index + 1 + positives);
            if (f1 > best)
                (best, threshold) = (f1, sorted[index].Probability);
        }
        return threshold;
    }
}
