namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Estimates effects by the delta method on the means of units, so that ratios are clustered.</summary>
/// <remarks>
/// Deng, Knoblich and Lu 2018, "Applying the Delta Method in Metric Analytics"; CUPED: Deng, Xu, Kohavi and Walker
/// 2013, "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data"; strata:
/// Miratrix, Sekhon and Yu 2013, with the strata's sizes as random.
/// </remarks>
public static class EffectEstimator
{
    /// <summary>Estimates an effect without strata.</summary>
    /// <param name="control">The control's mean.</param>
    /// <param name="treatment">The treatment's mean.</param>
    /// <param name="kind">The metric.</param>
    /// <param name="isRelative">Whether the difference is divided by the magnitude of the control.</param>
    /// <returns>As <see cref="Estimate(IReadOnlyList{Stratum}, MetricKind, bool)"/> has it.</returns>
    public static Effect? Estimate(UnitMean? control, UnitMean? treatment, MetricKind kind, bool isRelative) =>
        control is null || treatment is null ? null : Estimate([new(control, treatment)], kind, isRelative);

    /// <summary>Estimates an effect, post-stratified where there are several strata.</summary>
    /// <param name="strata">The strata, each with units of both variants.</param>
    /// <param name="kind">The metric.</param>
    /// <param name="isRelative">Whether the difference is divided by the magnitude of the control.</param>
    /// <returns>
    /// The effect; null where there is none to estimate: no variation between units, a ratio without a denominator,
    /// or a relative difference to 0.
    /// </returns>
    /// <exception cref="ArgumentException">There are no strata, or units have other values than the metric.</exception>
    public static Effect? Estimate(IReadOnlyList<Stratum> strata, MetricKind kind, bool isRelative)
    {
        ArgumentNullException.ThrowIfNull(strata);
        if (strata.Count == 0)
            throw new ArgumentException("There are no strata, expected at least one.", nameof(strata));
        var total = (double)strata.Sum(stratum => stratum.Control.Count + stratum.Treatment.Count);
        double[] weights = [.. strata.Select(stratum => (stratum.Control.Count + stratum.Treatment.Count) / total)];
        var control = UnitMean.Combine([.. strata.Select(stratum => stratum.Control)], weights);
        var treatment = UnitMean.Combine([.. strata.Select(stratum => stratum.Treatment)], weights);
        var (a, b) = (MetricGradient.Create(control, kind), MetricGradient.Create(treatment, kind));
        if (a is null || b is null)
            return null;
        var theta = ComputeTheta(control, a, treatment, b);
        var difference = b.Value - theta * b.Before - (a.Value - theta * a.Before);
        if (isRelative && a.Value == 0)
            return null;
        var scale = isRelative ? Math.Abs(a.Value) : 1;
        var value = difference / scale;
        // A relative difference depends on the control twice: by the difference and by what it is divided by.
        var gradientA = a.Combine(-1 / scale - (isRelative ? value / a.Value : 0), theta / scale);
        var gradientB = b.Combine(1 / scale, -theta / scale);
        var variance =
            control.ComputeCovariance(gradientA, gradientA)
            + treatment.ComputeCovariance(gradientB, gradientB)
            + ComputeVarianceOfSizes(strata, weights, gradientA, gradientB) / total;
        if (!(variance > 0) || !double.IsFinite(variance))
            return null;
        return new(value, Math.Sqrt(variance), (long)total, ComputeDegrees(control, a, treatment, b, theta));
    }

    // The coefficient that makes the variance of the difference least.
    private static double ComputeTheta(UnitMean control, MetricGradient a, UnitMean treatment, MetricGradient b)
    {
        if (!a.IsAdjusted)
            return 0;
        var (afterA, beforeA) = (a.Combine(1, 0), a.Combine(0, 1));
        var (afterB, beforeB) = (b.Combine(1, 0), b.Combine(0, 1));
        var covariance = control.ComputeCovariance(afterA, beforeA) + treatment.ComputeCovariance(afterB, beforeB);
        var variance = control.ComputeCovariance(beforeA, beforeA) + treatment.ComputeCovariance(beforeB, beforeB);
        return variance > 0 ? covariance / variance : 0;
    }

    // How many units a stratum has is chance, too.
    private static double ComputeVarianceOfSizes(
        IReadOnlyList<Stratum> strata,
        double[] weights,
        double[] gradientA,
        double[] gradientB
    )
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var (stratum, weight) in strata.Zip(weights))
        {
            var value =
                gradientA.Zip(stratum.Control.Values, (factor, mean) => factor * mean).Sum()
                + gradientB.Zip(stratum.Treatment.Values, (factor, mean) => factor * mean).Sum();
            sum += weight * value;
            squares += weight * value * value;
        }
        return strata.Count == 1 ? 0 : Math.Max(0, squares - sum * sum);
    }

    private static double ComputeDegrees(
        UnitMean control,
        MetricGradient a,
        UnitMean treatment,
        MetricGradient b,
        double theta
    )
    {
        var (gradientA, gradientB) = (a.Combine(1, -theta), b.Combine(1, -theta));
        var varianceA = control.ComputeCovariance(gradientA, gradientA);
        var varianceB = treatment.ComputeCovariance(gradientB, gradientB);
        var sum = varianceA + varianceB;
        return sum
            * sum
            / (varianceA * varianceA / (control.Count - 1) + varianceB * varianceB / (treatment.Count - 1));
    }
}
