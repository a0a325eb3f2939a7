namespace DialClip.Experiments.Analysis.Metrics;

/// <summary>A ratio metric: what happened to units over the replies that they were shown.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">What it is for.</param>
/// <param name="IsBetterWhenHigher">Whether more of it is better.</param>
/// <param name="Count">Gets the numerator of a unit; the denominator is the number of its exposures.</param>
public sealed record Metric(string Name, MetricRole Role, bool IsBetterWhenHigher, Func<UnitCounts, int> Count)
{
    /// <summary>Gets the metrics that every report has, the one that decides first.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("likes", MetricRole.Primary, true, unit => unit.Likes),
        new("dislikes", MetricRole.Secondary, false, unit => unit.Dislikes),
        new("chosen", MetricRole.Secondary, true, unit => unit.Chosen),
        new("continued", MetricRole.Secondary, true, unit => unit.Continued),
        new("reformulated", MetricRole.Secondary, false, unit => unit.Reformulated),
        new("errors", MetricRole.Guardrail, false, unit => unit.Errors),
        new("no answer", MetricRole.Guardrail, false, unit => unit.NoAnswers),
        new("handed over", MetricRole.Guardrail, false, unit => unit.HandedOver),
    ];
}
