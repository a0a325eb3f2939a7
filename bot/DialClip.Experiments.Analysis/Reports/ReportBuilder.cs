using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Makes the report of an experiment: first whether the split works, then what the treatments do.</summary>
public static class ReportBuilder
{
    /// <summary>Makes a report.</summary>
    /// <param name="data">The sums of the experiment.</param>
    /// <param name="settings">How it compares.</param>
    /// <exception cref="InvalidDataException">The settings name a variant that there is not, or miss one.</exception>
    public static ExperimentReport Build(ExperimentData data, ReportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        var control = GetControl(data, settings);
        var shares = GetShares(data, settings);
        var ratio = data.Variants.Count < 2 ? null : TestRatio(data, shares);
        var isBroken = ratio is not null && ratio.PValue < settings.SampleRatioAlpha;
        var breaks = isBroken ? SampleRatioTest.FindBreaks(data.Cells, shares, settings.SampleRatioAlpha) : [];
        IReadOnlyList<Comparison> comparisons = isBroken ? [] : Compare(data, control, settings);
        return new(
            data.Name,
            isBroken
                ? VerdictWriter.DescribeBrokenSplit(ratio!, breaks, settings.Shares is null)
                : VerdictWriter.Decide(control.Name, comparisons, settings),
            ratio,
            settings.Shares is null,
            breaks,
            control.Name,
            [.. data.Variants.Select(VariantRow.Create)],
            comparisons,
            data.Variants.ToDictionary(
                variant => variant.Name,
                IReadOnlyDictionary<DateOnly, int> (variant) =>
                    variant.Days.ToDictionary(day => day.Day, day => day.Exposures)
            )
        );
    }

    private static VariantData GetControl(ExperimentData data, ReportSettings settings)
    {
        var name = settings.Control ?? "control";
        return data.Variants.FirstOrDefault(variant => variant.Name == name)
            ?? (
                settings.Control is null && data.Variants.Count > 0
                    ? data.Variants[0]
                    : throw new InvalidDataException(
                        $"The control is '{name}', expected one of the variants of '{data.Name}': {ListNames(data)}."
                    )
            );
    }

    // A variant of which no unit was exposed has a share, too: that it is missing is the mismatch.
    private static IReadOnlyDictionary<string, double> GetShares(ExperimentData data, ReportSettings settings)
    {
        if (settings.Shares is null)
            return data.Variants.ToDictionary(variant => variant.Name, _ => 1.0);
        if (data.Variants.FirstOrDefault(variant => !settings.Shares.ContainsKey(variant.Name)) is { } missing)
            throw new InvalidDataException(
                $"The variant '{missing.Name}' of '{data.Name}' has no share; expected one for each of "
                    + $"{ListNames(data)}."
            );
        return settings.Shares;
    }

    private static string ListNames(ExperimentData data) =>
        string.Join(", ", data.Variants.Select(variant => variant.Name));

    private static SampleRatioResult TestRatio(ExperimentData data, IReadOnlyDictionary<string, double> shares)
    {
        string[] names = [.. shares.Keys];
        return SampleRatioTest.Compute(
            [.. names.Select(name => data.Cells.Where(cell => cell.Variant == name).Sum(cell => cell.Units))],
            [.. names.Select(name => shares[name])]
        );
    }

    private static List<Comparison> Compare(ExperimentData data, VariantData control, ReportSettings settings)
    {
        var comparer = new VariantComparer(settings);
        List<Comparison> comparisons =
        [
            .. data.Variants.Where(variant => variant != control).Select(variant => comparer.Compare(control, variant)),
        ];
        return Correct(comparisons);
    }

    // Those that decide, those that guard and the others are families of their own.
    private static List<Comparison> Correct(List<Comparison> comparisons)
    {
        var adjusted = new Dictionary<MetricComparison, double>(ReferenceEqualityComparer.Instance);
        foreach (
            var family in comparisons
                .SelectMany(comparison => comparison.Metrics)
                .Where(metric => metric.PValue is not null)
                .GroupBy(metric => metric.Role)
        )
        {
            List<MetricComparison> metrics = [.. family];
            var values = Holm.Adjust([.. metrics.Select(metric => metric.PValue!.Value)]);
            foreach (var (metric, value) in metrics.Zip(values))
                adjusted[metric] = value;
        }
        return comparisons.ConvertAll(comparison =>
            comparison with
            {
                Metrics =
                [
                    .. comparison.Metrics.Select(metric =>
                        adjusted.TryGetValue(metric, out var value) ? metric with { AdjustedPValue = value } : metric
                    ),
                ],
            }
        );
    }
}
