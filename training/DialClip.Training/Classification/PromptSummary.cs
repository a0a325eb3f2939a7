using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Classification;

/// <summary>The results of a method on a set over its seeds.</summary>
/// <param name="Set">The set of classified photos.</param>
/// <param name="Source">The set that the prompts were tuned on.</param>
/// <param name="Method">The method.</param>
/// <param name="Seeds">The number of seeds.</param>
/// <param name="Base">The accuracy on the base classes; across sets, on all classes.</param>
/// <param name="New">The accuracy on the new classes; null across sets.</param>
/// <param name="Harmonic">
/// The harmonic mean of the two mean accuracies, with the deviation over seeds; null across sets.
/// </param>
internal sealed record PromptSummary(
    string Set,
    string Source,
    string Method,
    int Seeds,
    Estimate Base,
    Estimate? New,
    Estimate? Harmonic
)
{
    /// <summary>Summarizes the runs of a method on a set.</summary>
    public static PromptSummary Create(IReadOnlyList<PromptResult> runs)
    {
        var first = runs[0];
        var (inBase, inNew) = (GetOutcomes(runs, run => run.Base), GetOutcomes(runs, run => run.New));
        if (first.Source != first.Set)
            return new(first.Set, first.Source, first.Method, runs.Count, Estimate.Compute(inBase), null, null);
        var harmonic = inBase.Zip(inNew, (first, second) => Harmonize(first.Average(), second.Average())).ToList();
        var (perBase, perNew) = (Estimate.AverageRuns(inBase), Estimate.AverageRuns(inNew));
        var interval = Bootstrap.ComputeInterval(
            [perBase.Length, perNew.Length],
            drawn => Harmonize(drawn[0].Average(unit => perBase[unit]), drawn[1].Average(unit => perNew[unit])),
            seed: 0
        );
        return new(
            first.Set,
            first.Source,
            first.Method,
            runs.Count,
            Estimate.Compute(inBase),
            Estimate.Compute(inNew),
            new(Harmonize(perBase.Average(), perNew.Average()), Estimate.ComputeDeviation(harmonic), interval)
        );
    }

    private static List<IReadOnlyList<double>> GetOutcomes(
        IReadOnlyList<PromptResult> runs,
        Func<PromptResult, IReadOnlyList<bool>> part
    ) => [.. runs.Select(run => (IReadOnlyList<double>)[.. part(run).Select(correct => correct ? 1.0 : 0.0)])];

    private static double Harmonize(double first, double second) =>
        first + second > 0 ? 2 * first * second / (first + second) : 0;
}
