namespace DialClip.Training.Evaluation;

/// <summary>How well the model tells that the next turn is a picture: PhotoChat's photo-sharing intent.</summary>
/// <param name="Turns">Turns that were judged.</param>
/// <param name="Positives">Turns that a picture follows.</param>
/// <param name="Threshold">The probability of a picture from which on it was predicted: the one with the best F1 on the validation split.</param>
/// <param name="Precision">Share of predicted pictures that came.</param>
/// <param name="Recall">Share of pictures that were predicted.</param>
/// <param name="F1">Their harmonic mean.</param>
internal sealed record IntentReport(
    int Turns,
    int Positives,
    double Threshold,
    double Precision,
    double Recall,
    double F1
)
{
    /// <summary>Measures at a threshold.</summary>
    public static IntentReport At(double threshold, IReadOnlyList<(double Probability, bool IsPicture)> turns)
    {
        var predicted = turns.Count(turn => turn.Probability >= threshold);
        var right = turns.Count(turn => turn.IsPicture && turn.Probability >= threshold);
        var positives = turns.Count(turn => turn.IsPicture);
        var (precision, recall) = (
            predicted == 0 ? 0 : right / (double)predicted,
            positives == 0 ? 0 : right / (double)positives
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

    /// <summary>Finds the threshold with the best F1; the highest of equally good ones.</summary>
    public static double BestThreshold(IReadOnlyList<(double Probability, bool IsPicture)> turns)
    {
        var positives = turns.Count(turn => turn.IsPicture);
        var (best, threshold, right) = (-1.0, 0.5, 0);
        var sorted = turns.OrderByDescending(turn => turn.Probability).ToList();
        for (var at = 0; at < sorted.Count; at++)
        {
            right += sorted[at].IsPicture ? 1 : 0;
            // Turns of one probability are predicted together.
            if (at + 1 < sorted.Count && sorted[at + 1].Probability == sorted[at].Probability)
                continue;
            var f1 = 2.0 * right / (at + 1 + positives);
            if (f1 > best)
                (best, threshold) = (f1, sorted[at].Probability);
        }
        return threshold;
    }
}
