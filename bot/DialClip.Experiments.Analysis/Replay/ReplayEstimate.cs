using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Replay;

/// <summary>What a new policy would have earned, estimated from the decisions of another.</summary>
/// <param name="Decisions">The number of decisions.</param>
/// <param name="EffectiveDecisions">
/// How many decisions of the new policy itself would say as much: the square of the weights' sum over their squares'.
/// </param>
/// <param name="Clipped">The number of decisions whose weight was cut, which biases the estimate.</param>
/// <param name="Ips">The mean of weighted rewards (inverse propensity score).</param>
/// <param name="IpsInterval">Its confidence interval; without bounds for fewer than two decisions.</param>
/// <param name="Snips">Weighted rewards over weights (self-normalized); NaN where no decision has a weight.</param>
/// <param name="SnipsInterval">Its confidence interval; without bounds where it cannot be estimated.</param>
public sealed record ReplayEstimate(
    long Decisions,
    double EffectiveDecisions,
    long Clipped,
    double Ips,
    ConfidenceInterval IpsInterval,
    double Snips,
    ConfidenceInterval SnipsInterval
);
