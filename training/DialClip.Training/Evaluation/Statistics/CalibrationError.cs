namespace DialClip.Training.Evaluation.Statistics;

/// <summary>How far stated probabilities are from what happened: the expected calibration error (Guo et al. 2017) over ten bins of equal width.</summary>
internal static class CalibrationError
{
    private const int Bins = 10;

    /// <summary>Gets the mean distance between a bin's stated and true share, each bin counted by its examples; 0 of nothing.</summary>
    /// <param name="examples">Stated probabilities, brought to 0 to 1 here, and what happened.</param>
    public static double Of(IEnumerable<(double Stated, bool Happened)> examples)
    {
        var all = examples.Select(example => (Stated: Math.Clamp(example.Stated, 0, 1), example.Happened)).ToList();
        return all.Count == 0
            ? 0
            : all.GroupBy(example => Math.Min(Bins - 1, (int)(example.Stated * Bins)))
                .Sum(bin => Math.Abs(bin.Sum(example => example.Stated) - bin.Count(example => example.Happened)))
                / all.Count;
    }
}
