namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Intervals around an estimate.</summary>
internal static class Bounds
{
    /// <summary>Creates the interval of a half width with the bounds that an alternative has.</summary>
    public static ConfidenceInterval Create(double value, double half, Alternative alternative) =>
        new(
            alternative == Alternative.Less ? double.NegativeInfinity : value - half,
            alternative == Alternative.Greater ? double.PositiveInfinity : value + half
        );
}
