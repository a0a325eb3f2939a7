using MathNet.Numerics.Statistics;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>The percentile bootstrap over the units of a test set.</summary>
/// <remarks>Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13.</remarks>
internal static class Bootstrap
{
    /// <summary>The number of resamples.</summary>
    public const int Resamples = 2_000;

    private const double Tail = 0.025;

    /// <summary>Computes the 95 % interval of a mean.</summary>
    /// <param name="values">The value of each unit, at least one.</param>
    /// <param name="seed">The seed.</param>
    public static ConfidenceInterval ComputeMeanInterval(IReadOnlyList<double> values, int seed = 0) =>
        ComputeInterval([values.Count], units => Average(units[0], values), seed);

    /// <summary>Computes the 95 % interval of the mean difference of paired values.</summary>
    /// <param name="first">The first value of each unit.</param>
    /// <param name="second">The second value of each unit, in the same order.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The numbers of values differ.</exception>
    public static ConfidenceInterval ComputeDifferenceInterval(
        IReadOnlyList<double> first,
        IReadOnlyList<double> second,
        int seed = 0
    ) =>
        first.Count == second.Count
            ? ComputeMeanInterval([.. first.Zip(second, (a, b) => a - b)], seed)
            : throw new ArgumentException(
                $"Found {first.Count} and {second.Count} values; a paired bootstrap needs two values of each unit.",
                nameof(second)
            );

    /// <summary>Computes the 95 % interval of a statistic by stratified resampling.</summary>
    /// <param name="counts">The number of units of each stratum, at least one.</param>
    /// <param name="statistic">Computes the statistic of the resampled unit indices of each stratum.</param>
    /// <param name="seed">The seed.</param>
    public static ConfidenceInterval ComputeInterval(
        IReadOnlyList<int> counts,
        Func<int[][], double> statistic,
        int seed
    )
    {
        foreach (var count in counts)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new Random(seed);
        int[][] samples = [.. counts.Select(count => new int[count])];
        var statistics = new double[Resamples];
        for (var sample = 0; sample < Resamples; sample++)
        {
            foreach (var units in samples)
                for (var unit = 0; unit < units.Length; unit++)
                    units[unit] = random.Next(units.Length);
            statistics[sample] = statistic(samples);
        }
        Array.Sort(statistics);
        return new(
            SortedArrayStatistics.QuantileCustom(statistics, Tail, QuantileDefinition.R7),
            SortedArrayStatistics.QuantileCustom(statistics, 1 - Tail, QuantileDefinition.R7)
        );
    }

    private static double Average(int[] units, IReadOnlyList<double> values)
    {
        var sum = 0.0;
        foreach (var unit in units)
            sum += values[unit];
        return sum / units.Length;
    }
}
