using System.Globalization;
using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Analysis.Metrics;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Compares a treatment with the control by all metrics.</summary>
internal sealed class VariantComparer(ReportSettings settings)
{
    private const double LatencyQuantile = 0.95;
    private const double TuningLatencies = 5000;

    private readonly AsymptoticSequence sequence = new(settings.Alpha, settings.TuningUnits);

    public Comparison Compare(VariantData control, VariantData treatment)
    {
        var primary = Metric.All[0].Name;
        var lift = Estimate(control.Metrics[primary], treatment.Metrics[primary], isRelative: true);
        var factor = lift is null
            ? null
            : PowerAnalysis.ComputeUnitsToGo(settings.MinEffect, lift, sequence.ComputeHalfWidth, settings.Power);
        var toGo = factor * lift?.Units;
        var days = Math.Max(control.Days.Count, treatment.Days.Count);
        return new(
            treatment.Name,
            [
                .. Metric.All.Select(metric => CompareMetric(metric, control, treatment)),
                .. CompareLatency(control, treatment) is { } latency ? [latency] : Array.Empty<MetricComparison>(),
            ],
            Proportions.ComputeNewcombeInterval(
                (control.LikedUnits, control.Compared),
                (treatment.LikedUnits, treatment.Compared),
                settings.Alpha
            ),
            lift is null
                ? null
                : PowerAnalysis.ComputeDetectableEffect(
                    lift.StandardError,
                    sequence.ComputeHalfWidth(lift.StandardError, lift.Units),
                    settings.Power
                ),
            toGo is { } units ? (long)Math.Ceiling(units) : null,
            factor * days,
            [
                .. control
                    .Channels.Where(channel => treatment.Channels.ContainsKey(channel.Key))
                    .OrderBy(channel => channel.Key, StringComparer.Ordinal)
                    .Select(channel => CreateSegment(channel.Key, channel.Value, treatment.Channels[channel.Key]))
                    .OfType<SegmentEffect>(),
            ],
            [
                .. control
                    .Days.Join(treatment.Days, day => day.Day, day => day.Day, (a, b) => (A: a, B: b))
                    .Select(day =>
                        CreateSegment(
                            day.A.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                            day.A.LikesUntilThen,
                            day.B.LikesUntilThen
                        )
                    )
                    .OfType<SegmentEffect>(),
            ]
        );
    }

    private static Effect? Estimate(UnitMoments control, UnitMoments treatment, bool isRelative) =>
        EffectEstimator.Estimate(control.ToMean(), treatment.ToMean(), MetricKind.Ratio, isRelative);

    private MetricComparison CompareMetric(Metric metric, VariantData control, VariantData treatment)
    {
        var (a, b) = (control.Metrics[metric.Name], treatment.Metrics[metric.Name]);
        var (difference, lift) = (Estimate(a, b, isRelative: false), Estimate(a, b, isRelative: true));
        return new(
            metric.Name,
            metric.Role,
            metric.IsBetterWhenHigher,
            GetRate(a),
            GetRate(b),
            difference is null ? null : sequence.ComputeInterval(difference),
            lift?.Value,
            lift is null ? null : sequence.ComputeInterval(lift),
            difference is null ? null : sequence.ComputePValue(difference),
            null
        );
    }

    private static double GetRate(UnitMoments moments) =>
        moments.ToMean() is { } mean && mean.Values[1] > 0 ? mean.Values[0] / mean.Values[1] : 0;

    private static MetricComparison? CompareLatency(VariantData control, VariantData treatment)
    {
        if (control.Latencies is not { } a || treatment.Latencies is not { } b)
            return null;
        var (before, after) = (a.GetQuantile(LatencyQuantile), b.GetQuantile(LatencyQuantile));
        return new(
            "latency p95, ms",
            MetricRole.Guardrail,
            false,
            before,
            after,
            null,
            before > 0 ? (after - before) / before : null,
            null,
            // Sharpest at a fixed number: a tuning by the data would not be valid at every look.
            QuantileTest.ComputePValue(a, b, LatencyQuantile, TuningLatencies),
            null
        );
    }

    private SegmentEffect? CreateSegment(string name, UnitMoments control, UnitMoments treatment) =>
        Estimate(control, treatment, isRelative: false) is { } effect
            ? new(name, effect.Value, sequence.ComputeInterval(effect))
            : null;
}
