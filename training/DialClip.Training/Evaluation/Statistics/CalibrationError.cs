namespace DialClip.Training.Evaluation.Statistics;

/// <summary>The expected calibration error (Guo et al. 2017) over ten bins of equal width.</summary>
internal static class CalibrationError
{
    private const int Bins = 10;

    /// <summary>
    /// Computes the mean distance between a bin's mean probability and its share of positives, weighted by its size; 0
    /// without examples.
    /// </summary>
    /// <param name="examples">Predicted probabilities, clamped to 0 to 1, and outcomes.</param>
    public static double Compute(IEnumerable<(double Stated, bool Happened)> examples)
    {
        var all = examples.Select(example => (Stated: Math.Clamp(example.Stated, 0, 1), example.Happened)).ToList();
        return all.Count == 0
            ? 0
            : all.GroupBy(example => Math.Min(Bins - 1, (int)(example.Stated * Bins)))
                .Sum(bin => Math.Abs(bin.Sum(example => example.Stated) - bin.Count(example => example.Happened)))
                / all.Count;
    }
}
