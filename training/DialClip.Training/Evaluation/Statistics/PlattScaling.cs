using DialClip.Artifacts.Format;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>Platt scaling (Platt 1999): fits a logistic curve from scores to the probability of acceptance.</summary>
/// <remarks>Newton's method with backtracking, after Lin, Lin and Weng (2007).</remarks>
internal static class PlattScaling
{
    private const int MaxSteps = 100;
    private const double GradientTolerance = 1e-8;
    private const double Ridge = 1e-12;

    /// <summary>Fits the curve, deterministically.</summary>
    /// <param name="examples">Scores and whether each was accepted, with both outcomes.</param>
    public static LogisticProperties Fit(IReadOnlyList<(double Score, bool Accepted)> examples)
    {
        var (accepted, rejected) = (
            examples.Count(example => example.Accepted),
            examples.Count(example => !example.Accepted)
        );
        // Platt's smoothed targets prevent a step function on few examples.
        var (high, low) = ((accepted + 1.0) / (accepted + 2), 1 / (rejected + 2.0));
        (double Score, double Target)[] targets =
        [
            .. examples.Select(example => (example.Score, example.Accepted ? high : low)),
        ];
        var curve = new LogisticProperties(0, Math.Log((accepted + 1.0) / (rejected + 1)));
        var loss = ComputeLoss(targets, curve);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (bySlope, byIntercept) = (0.0, 0.0);
            var (slopes, mixed, intercepts) = (Ridge, 0.0, Ridge);
            foreach (var (score, target) in targets)
            {
                var probability = curve.Evaluate(score);
                var (error, weight) = (probability - target, probability * (1 - probability));
                (bySlope, byIntercept) = (bySlope + error * score, byIntercept + error);
                (slopes, mixed, intercepts) = (
                    slopes + weight * score * score,
                    mixed + weight * score,
                    intercepts + weight
                );
            }

            if (Math.Abs(bySlope) < GradientTolerance && Math.Abs(byIntercept) < GradientTolerance)
                break;
            var determinant = slopes * intercepts - mixed * mixed;
            var (slope, intercept) = (
                (mixed * byIntercept - intercepts * bySlope) / determinant,
                (mixed * bySlope - slopes * byIntercept) / determinant
            );
            if (!TryDescend(targets, ref curve, ref loss, slope, intercept, bySlope * slope + byIntercept * intercept))
                break;
        }

        return curve;
    }

    // A backtracking line search; false when no step decreases the loss.
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
            var candidate = new LogisticProperties(curve.Slope + length * slope, curve.Intercept + length * intercept);
            var stepLoss = ComputeLoss(targets, candidate);
            if (!(stepLoss < loss + 1e-4 * length * descent))
                continue;
            (curve, loss) = (candidate, stepLoss);
            return true;
        }

        return false;
    }

    // The cross entropy, in a form that does not overflow.
    private static double ComputeLoss((double Score, double Target)[] targets, LogisticProperties curve) =>
        targets.Sum(example =>
        {
            var logit = curve.Slope * example.Score + curve.Intercept;
            return Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - example.Target * logit;
        });
}
