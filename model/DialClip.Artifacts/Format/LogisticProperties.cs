namespace DialClip.Artifacts.Format;

/// <summary>A logistic curve from a cosine to the probability that the item fits.</summary>
/// <param name="Slope">The factor of the cosine, above 0, so that the curve increases.</param>
/// <param name="Intercept">The addend.</param>
public sealed record LogisticProperties(double Slope, double Intercept)
{
    /// <summary>The largest slope, and the largest intercept on either side of 0.</summary>
    public const double Limit = 1000;

    /// <summary>Computes the probability of a cosine, 0 to 1.</summary>
    public double Evaluate(double score) => 1 / (1 + Math.Exp(-(Slope * score + Intercept)));

    internal IEnumerable<string> Validate(string name) =>
        [
            .. PropertyErrors.NotPositive(($"{name}.slope", Slope)),
            .. Slope > 0 ? PropertyErrors.OutsideRange($"{name}.slope", Slope, 0, Limit) : [],
            .. PropertyErrors.OutsideRange($"{name}.intercept", Intercept, -Limit, Limit),
        ];
}
