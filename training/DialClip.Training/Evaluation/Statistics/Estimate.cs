using MathNet.Numerics.Statistics;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>A mean over the units of a test set, of one run or of several with different seeds.</summary>
/// <param name="Mean">The mean over runs.</param>
/// <param name="StandardDeviation">The sample deviation over runs; 0 for one run.</param>
/// <param name="Interval">Its 95 % interval, by a bootstrap over the units of the runs' mean.</param>
internal sealed record Estimate(double Mean, double StandardDeviation, Interval Interval)
{
    /// <summary>Estimates from runs over the same units.</summary>
    /// <param name="runs">Of each run one value a unit.</param>
    public static Estimate Of(IReadOnlyList<IReadOnlyList<double>> runs)
    {
        var units = PerUnit(runs);
        return new(units.Average(), Deviation([.. runs.Select(run => run.Average())]), Bootstrap.Mean(units));
    }

    /// <summary>Gets, of each unit, the mean over runs.</summary>
    /// <exception cref="ArgumentException">The runs are not over the same units.</exception>
    public static double[] PerUnit(IReadOnlyList<IReadOnlyList<double>> runs) =>
        runs.All(run => run.Count == runs[0].Count)
            ? [.. Enumerable.Range(0, runs[0].Count).Select(unit => runs.Average(run => run[unit]))]
            : throw new ArgumentException(
                $"The runs hold {string.Join(", ", runs.Select(run => run.Count))} values; expected the same units in each.",
                nameof(runs)
            );

    /// <summary>Gets the sample deviation; 0 of one value.</summary>
    public static double Deviation(IReadOnlyList<double> values) => values.Count < 2 ? 0 : values.StandardDeviation();
}
