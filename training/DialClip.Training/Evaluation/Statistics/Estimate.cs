using MathNet.Numerics.Statistics;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>
/// The estimate of a mean over the units of a test set, from one run or several with different seeds.
/// </summary>
/// <param name="Mean">The mean over runs.</param>
/// <param name="StandardDeviation">The sample standard deviation over runs; 0 for one run.</param>
/// <param name="Interval">The 95 % interval, by a bootstrap over units of the mean over runs.</param>
internal sealed record Estimate(double Mean, double StandardDeviation, ConfidenceInterval Interval)
{
    /// <summary>Estimates the mean from runs over the same units.</summary>
    /// <param name="runs">The value of each unit, for each run.</param>
    public static Estimate Compute(IReadOnlyList<IReadOnlyList<double>> runs)
    {
        var units = AverageRuns(runs);
        return new(
            units.Average(),
            ComputeDeviation([.. runs.Select(run => run.Average())]),
            Bootstrap.ComputeMeanInterval(units)
        );
    }

    /// <summary>Computes the mean over runs of each unit.</summary>
    /// <exception cref="ArgumentException">The numbers of units differ.</exception>
    public static double[] AverageRuns(IReadOnlyList<IReadOnlyList<double>> runs) =>
        runs.All(run => run.Count == runs[0].Count)
            ? [.. Enumerable.Range(0, runs[0].Count).Select(unit => runs.Average(run => run[unit]))]
            : throw new ArgumentException(
                $"The runs have {string.Join(", ", runs.Select(run => run.Count))} values; expected the same number.",
                nameof(runs)
            );

    /// <summary>Computes the sample standard deviation; 0 of one value.</summary>
    public static double ComputeDeviation(IReadOnlyList<double> values) =>
        values.Count < 2 ? 0 : values.StandardDeviation();
}
