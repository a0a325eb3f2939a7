using System.Globalization;
using DialClip.Experiments.Analysis.Metrics;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Decides what to do now, and says it in one sentence.</summary>
internal static class VerdictWriter
{
    public static Verdict DescribeBrokenSplit(
        SampleRatioResult ratio,
        IReadOnlyList<SampleRatioBreak> breaks,
        bool sharesAreAssumed
    )
    {
        var place = breaks.Count == 0 ? "over all days and channels" : DescribeBreak(breaks[0]);
        var shares = sharesAreAssumed ? "equal shares, which were assumed" : "the shares that were set";
        return new(
            VerdictAction.FixSplit,
            null,
            Format($"Fix the split and begin anew: the numbers of units do not fit {shares} (p = {ratio.PValue:G2}), ")
                + $"{place}, so that no rate of this experiment can be compared."
        );
    }

    public static Verdict Decide(string control, IReadOnlyList<Comparison> comparisons, ReportSettings settings)
    {
        if (comparisons.Count == 0)
            return new(VerdictAction.KeepRunning, null, $"Keep running: only '{control}' was shown until now.");
        var verdicts = comparisons.Select(comparison => Decide(comparison, settings)).ToList();
        // What ships goes first, the best of them; an experiment ends where all treatments are done for.
        var ships = comparisons
            .Zip(verdicts)
            .Where(item => item.Second.Action == VerdictAction.Ship)
            .OrderByDescending(item => item.First.Metrics[0].Lift)
            .Select(item => item.Second);
        return ships.FirstOrDefault()
            ?? verdicts.FirstOrDefault(verdict => verdict.Action == VerdictAction.KeepRunning)
            ?? verdicts[0];
    }

    private static Verdict Decide(Comparison comparison, ReportSettings settings)
    {
        var (name, primary) = (comparison.Treatment, comparison.Metrics[0]);
        var worse = comparison.Metrics.FirstOrDefault(metric =>
            metric.Role == MetricRole.Guardrail && metric.IsWorse(settings.Alpha)
        );
        if (worse is not null)
            return Stop($"'{name}' harms the guardrail '{worse.Name}', {DescribeValues(worse)}");
        if (primary.IsBetter(settings.Alpha))
            return new(VerdictAction.Ship, name, $"Ship '{name}': {DescribeLift(primary)}, and no guardrail is worse.");
        if (primary.IsWorse(settings.Alpha))
            return Stop($"'{name}' is worse, {DescribeLift(primary)}");
        if (
            primary.LiftInterval is { } interval
            && interval.Low > -settings.MinEffect
            && interval.High < settings.MinEffect
        )
            return Stop(
                Format($"'{name}' makes no difference of {settings.MinEffect:0%} or more, {DescribeLift(primary)}")
            );
        return new(VerdictAction.KeepRunning, name, DescribeWaiting(comparison, settings));

        Verdict Stop(string reason) => new(VerdictAction.Stop, name, $"Stop and keep the control: {reason}.");
    }

    private static string DescribeWaiting(Comparison comparison, ReportSettings settings)
    {
        var name = comparison.Treatment;
        if (comparison.Metrics[0].Lift is null)
            return $"Keep running: there are too few likes to compare '{name}' by.";
        var rest = comparison switch
        {
            { UnitsToGo: 0 } => Format($"an effect of {settings.MinEffect:0%} would probably have been found by now"),
            { UnitsToGo: { } units, DaysToGo: { } days } => Format(
                $"about {units:N0} more units, {Math.Ceiling(days):N0} days at this rate, find an effect of "
            ) + Format($"{settings.MinEffect:0%}"),
            _ => Format($"no number of units would find an effect of {settings.MinEffect:0%}"),
        };
        return $"Keep running: '{name}' is not decided, {DescribeLift(comparison.Metrics[0])}; {rest}.";
    }

    private static string DescribeLift(MetricComparison metric) =>
        metric is { Lift: { } lift, LiftInterval: { } interval }
            ? Format($"its like rate differs by {Percent.Write(lift)} ({Percent.Write(interval.Low)} to ")
                + Format($"{Percent.Write(interval.High)})")
            : DescribeValues(metric);

    private static string DescribeValues(MetricComparison metric) =>
        Format($"{metric.Treatment:G3} against {metric.Control:G3} (p = {metric.AdjustedPValue:G2})");

    private static string DescribeBreak(SampleRatioBreak part)
    {
        var place = (part.Day, part.Channel) switch
        {
            ({ } day, { } channel) => Format($"worst on {day:yyyy-MM-dd} in {channel}"),
            ({ } day, null) => Format($"worst on {day:yyyy-MM-dd}"),
            (null, { } channel) => $"worst in {channel}",
            _ => "everywhere",
        };
        return Format($"{place}, where '{part.Variant}' has {part.Share:0.0%} instead of {part.ExpectedShare:0.0%}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
