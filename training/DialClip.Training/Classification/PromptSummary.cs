using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Classification;

/// <summary>One row of the table: a method on a set, over its seeds.</summary>
/// <param name="Set">The photos that were classified.</param>
/// <param name="Source">The photos that the prompts were tuned on.</param>
/// <param name="Method">The method.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Base">Accuracy on the base classes; on all classes across sets.</param>
/// <param name="New">Accuracy on the new classes; null across sets.</param>
/// <param name="Harmonic">H = 2 base new / (base + new) of the two means, with the deviation of each seed's own; null across sets.</param>
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
    /// <summary>Puts the runs of one method on one set together.</summary>
    public static PromptSummary Of(IReadOnlyList<PromptResult> runs)
    {
        var head = runs[0];
        var (inBase, inNew) = (Values(runs, run => run.Base), Values(runs, run => run.New));
        if (head.Source != head.Set)
            return new(head.Set, head.Source, head.Method, runs.Count, Estimate.Of(inBase), null, null);
        var harmonic = inBase.Zip(inNew, (first, second) => Harmonize(first.Average(), second.Average())).ToList();
        var (perBase, perNew) = (Estimate.PerUnit(inBase), Estimate.PerUnit(inNew));
        var interval = Bootstrap.Of(
            [perBase.Length, perNew.Length],
            drawn => Harmonize(drawn[0].Average(at => perBase[at]), drawn[1].Average(at => perNew[at])),
            seed: 0
        );
        return new(
            head.Set,
            head.Source,
            head.Method,
            runs.Count,
            Estimate.Of(inBase),
            Estimate.Of(inNew),
            new(Harmonize(perBase.Average(), perNew.Average()), Estimate.Deviation(harmonic), interval)
        );
    }

    private static List<IReadOnlyList<double>> Values(
        IReadOnlyList<PromptResult> runs,
        Func<PromptResult, IReadOnlyList<bool>> part
    ) => [.. runs.Select(run => (IReadOnlyList<double>)[.. part(run).Select(right => right ? 1.0 : 0.0)])];

    private static double Harmonize(double first, double second) =>
        first + second > 0 ? 2 * first * second / (first + second) : 0;
}
