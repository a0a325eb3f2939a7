using DialClip.Artifacts.Format;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>
/// Fits a logistic curve from scores to the probability of being accepted: Platt scaling (Platt 1999), by Newton's method with backtracking as Lin, Lin and Weng (2007) do it.
/// </summary>
internal static class PlattScaling
{
    private const int MostSteps = 100;
    private const double SmallGradient = 1e-8;
    private const double Ridge = 1e-12;

    /// <summary>Fits the curve; the same examples give the same one.</summary>
    /// <param name="examples">Scores, and whether each was accepted; of both outcomes some.</param>
    public static LogisticProperties Fit(IReadOnlyList<(double Score, bool Accepted)> examples)
    {
        var (accepted, refused) = (
            examples.Count(example => example.Accepted),
            examples.Count(example => !example.Accepted)
        );
        // Platt's targets: no outcome counts as certain, so that few examples do not make a step of the curve.
        var (high, low) = ((accepted + 1.0) / (accepted + 2), 1 / (refused + 2.0));
        (double Score, double Target)[] targets =
        [
            .. examples.Select(example => (example.Score, example.Accepted ? high : low)),
        ];
        var curve = new LogisticProperties(0, Math.Log((accepted + 1.0) / (refused + 1)));
        var loss = Loss(targets, curve);
        for (var step = 0; step < MostSteps; step++)
        {
            var (bySlope, byIntercept) = (0.0, 0.0);
            var (slopes, both, intercepts) = (Ridge, 0.0, Ridge);
            foreach (var (score, target) in targets)
            {
                var probability = curve.Of(score);
                var (error, weight) = (probability - target, probability * (1 - probability));
                (bySlope, byIntercept) = (bySlope + error * score, byIntercept + error);
                (slopes, both, intercepts) = (
                    slopes + weight * score * score,
                    both + weight * score,
                    intercepts + weight
                );
            }

            if (Math.Abs(bySlope) < SmallGradient && Math.Abs(byIntercept) < SmallGradient)
                break;
            var determinant = slopes * intercepts - both * both;
            var (slope, intercept) = (
                (both * byIntercept - intercepts * bySlope) / determinant,
                (both * bySlope - slopes * byIntercept) / determinant
            );
            if (!TryDescend(targets, ref curve, ref loss, slope, intercept, bySlope * slope + byIntercept * intercept))
                break;
        }

        return curve;
    }

    // Goes as far along the step as the loss falls; false when it falls nowhere any more.
    private static bool TryDescend(
        (double Score, double Target)[] targets,
        ref LogisticProperties curve,
        ref double loss,
        double slope,
        double intercept,
        double descent
    )
    {
        for (var length = 1.0; length > 1e-10; length /= 2)
        {
            var tried = new LogisticProperties(curve.Slope + length * slope, curve.Intercept + length * intercept);
            var found = Loss(targets, tried);
            if (!(found < loss + 1e-4 * length * descent))
                continue;
            (curve, loss) = (tried, found);
            return true;
        }

        return false;
    }

    // The cross entropy, in the form that does not overflow.
    private static double Loss((double Score, double Target)[] targets, LogisticProperties curve) =>
        targets.Sum(example =>
        {
            var logit = curve.Slope * example.Score + curve.Intercept;
            return Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - example.Target * logit;
        });
}
