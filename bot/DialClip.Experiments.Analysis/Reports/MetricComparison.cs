using DialClip.Experiments.Analysis.Metrics;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>A metric of a treatment against the control, per exposure and clustered on the unit.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Role">What it is for.</param>
/// <param name="IsBetterWhenHigher">Whether more of it is better.</param>
/// <param name="Control">The control's rate; for latency milliseconds.</param>
/// <param name="Treatment">The treatment's rate; for latency milliseconds.</param>
/// <param name="Difference">The always-valid interval of the difference; null where there is none to estimate.</param>
/// <param name="Lift">The relative difference; null where there is none to estimate.</param>
/// <param name="LiftInterval">Its always-valid interval.</param>
/// <param name="PValue">The always-valid p-value of no difference; null where there is none.</param>
/// <param name="AdjustedPValue">The same, corrected by Holm for the metrics and treatments of its role.</param>
public sealed record MetricComparison(
    string Name,
    MetricRole Role,
    bool IsBetterWhenHigher,
    double Control,
    double Treatment,
    ConfidenceInterval? Difference,
    double? Lift,
    ConfidenceInterval? LiftInterval,
    double? PValue,
    double? AdjustedPValue
)
{
    /// <summary>Gets whether the treatment is worse by the corrected p-value.</summary>
    /// <param name="alpha">The probability of a false alarm.</param>
    public bool IsWorse(double alpha) => IsDifferent(alpha) && Treatment > Control != IsBetterWhenHigher;

    /// <summary>Gets whether the treatment is better by the corrected p-value.</summary>
    /// <param name="alpha">The probability of a false alarm.</param>
    public bool IsBetter(double alpha) => IsDifferent(alpha) && Treatment > Control == IsBetterWhenHigher;

    private bool IsDifferent(double alpha) => AdjustedPValue < alpha;
}
