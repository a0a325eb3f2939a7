using System.Globalization;
using System.Text;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Writes a report as text: the verdict first, then what it rests on.</summary>
public static class TextReport
{
    private static readonly CompositeFormat Columns = CompositeFormat.Parse(
        "{0,-20} {1,-12} {2,7} {3,9} {4,6} {5,8}   {6,-19}   {7}"
    );

    private static readonly CompositeFormat MetricColumns = CompositeFormat.Parse(
        "{0,-16} {1,10} {2,10}   {3,-20} {4,-20} {5}"
    );

    /// <summary>Writes reports of experiments.</summary>
    /// <param name="reports">The reports.</param>
    /// <returns>The text, without a line break at its end.</returns>
    public static string Write(IReadOnlyList<ExperimentReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        return string.Join("\n\n", reports.Select(Write));
    }

    private static string Write(ExperimentReport report)
    {
        List<string> lines = [report.Verdict.Sentence, "", DescribeSplit(report)];
        lines.AddRange(report.Breaks.Skip(1).Select(DescribeBreak));
        lines.Add("");
        lines.Add(
            Format(
                Columns,
                "experiment",
                "variant",
                "units",
                "exposures",
                "likes",
                "dislikes",
                "likes of rated, 95%",
                "likes of exposures, 95%"
            )
        );
        lines.AddRange(report.Variants.Select(row => WriteRow(report.Experiment, row)));
        AddCounts(
            lines,
            "* among them units that saw several variants, which the comparison leaves out: ",
            report,
            row => row.UnitsInOtherVariants,
            row => $"{row.UnitsInOtherVariants} of {row.Units}"
        );
        AddCounts(
            lines,
            "not counted, because a process died while they were sent: ",
            report,
            row => row.Incomplete,
            row => $"{row.Incomplete}"
        );
        foreach (var comparison in report.Comparisons)
            AddComparison(lines, report.Control, comparison);
        return string.Join('\n', lines);
    }

    private static string DescribeSplit(ExperimentReport report) =>
        report.SampleRatio is not { } ratio
            ? "split: one variant was shown, so there is none to test."
            : Invariant($"split: p = {ratio.PValue:G3} of the numbers of units under ")
                + (
                    report.SharesAreAssumed
                        ? "equal shares (assumed; --share sets others)."
                        : "the shares that were set."
                );

    private static string DescribeBreak(SampleRatioBreak part) =>
        Invariant($"  also {part.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "all days"}, ")
        + Invariant($"{part.Channel ?? "all channels"}: '{part.Variant}' has {part.Share:0.0%}, ")
        + Invariant($"expected {part.ExpectedShare:0.0%} (p = {part.PValue:G2})");

    private static string WriteRow(string experiment, VariantRow row) =>
        Format(
            Columns,
            experiment,
            row.Variant,
            row.Units + (row.UnitsInOtherVariants > 0 ? "*" : ""),
            row.Exposures,
            row.Likes,
            row.Dislikes,
            Write(row.LikeRate),
            Write(row.LikesPerExposure)
        );

    private static void AddCounts(
        List<string> lines,
        string text,
        ExperimentReport report,
        Func<VariantRow, int> count,
        Func<VariantRow, string> describe
    )
    {
        if (report.Variants.Any(row => count(row) > 0))
            lines.Add(
                text
                    + string.Join(
                        ", ",
                        report.Variants.Where(row => count(row) > 0).Select(row => $"{row.Variant} {describe(row)}")
                    )
            );
    }

    private static void AddComparison(List<string> lines, string control, Comparison comparison)
    {
        lines.Add("");
        lines.Add($"{comparison.Treatment} against {control}, per exposure, valid at every look:");
        lines.Add(Format(MetricColumns, "", control, comparison.Treatment, "difference", "lift", "p (Holm)"));
        foreach (var metric in comparison.Metrics)
            lines.Add(
                Format(
                        MetricColumns,
                        metric.Name,
                        metric.Control.ToString("G4", CultureInfo.InvariantCulture),
                        metric.Treatment.ToString("G4", CultureInfo.InvariantCulture),
                        metric.Difference is null ? "-" : Write(metric.Difference),
                        metric.LiftInterval is { } lift
                            ? Invariant($"{Percent.Write(lift.Low)} to {Percent.Write(lift.High)}")
                            : "-",
                        metric.AdjustedPValue is { } value ? Invariant($"{value:G3} {metric.Role}") : "-"
                    )
                    .TrimEnd()
            );
        lines.Add($"units that liked a reply, difference for one look (Newcombe): {Write(comparison.LikedUnits)}");
        if (comparison.DetectableEffect is { } effect)
            lines.Add(Invariant($"the units until now find a lift of {effect:0.0%} with the power that was asked for"));
    }

    private static string Write(ConfidenceInterval interval) => Invariant($"{interval.Low:F3} to {interval.High:F3}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Format(CompositeFormat format, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
