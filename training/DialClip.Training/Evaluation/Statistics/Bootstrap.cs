using MathNet.Numerics.Statistics;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>Percentile bootstrap over the units of a test set (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13).</summary>
internal static class Bootstrap
{
    /// <summary>How often units are drawn anew.</summary>
    public const int Resamples = 2_000;

    private const double Tail = 0.025;

    /// <summary>Gets the 95 % interval of a mean.</summary>
    /// <param name="values">One value a unit, at least one.</param>
    /// <param name="seed">The seed.</param>
    public static Interval Mean(IReadOnlyList<double> values, int seed = 0) =>
        Of([values.Count], units => Average(units[0], values), seed);

    /// <summary>Gets the 95 % interval of the mean difference between two rankings of the same units.</summary>
    /// <param name="first">One value a unit.</param>
    /// <param name="second">The other's, in the same order.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The two are not of the same units.</exception>
    public static Interval PairedDifference(IReadOnlyList<double> first, IReadOnlyList<double> second, int seed = 0) =>
        first.Count == second.Count
            ? Mean([.. first.Zip(second, (a, b) => a - b)], seed)
            : throw new ArgumentException(
                $"Found {first.Count} and {second.Count} values; a paired bootstrap needs the same units on both sides.",
                nameof(second)
            );

    /// <summary>Gets the 95 % interval of any statistic of drawn units.</summary>
    /// <param name="counts">The number of units of each stratum, at least one; each stratum keeps its size.</param>
    /// <param name="statistic">Is given the numbers of the drawn units of each stratum, as many as there are, repeats among them.</param>
    /// <param name="seed">The seed.</param>
    public static Interval Of(IReadOnlyList<int> counts, Func<int[][], double> statistic, int seed)
    {
        foreach (var count in counts)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new Random(seed);
        int[][] drawn = [.. counts.Select(count => new int[count])];
        var found = new double[Resamples];
        for (var at = 0; at < Resamples; at++)
        {
            foreach (var units in drawn)
                for (var unit = 0; unit < units.Length; unit++)
                    units[unit] = random.Next(units.Length);
            found[at] = statistic(drawn);
        }
        Array.Sort(found);
        return new(
            SortedArrayStatistics.QuantileCustom(found, Tail, QuantileDefinition.R7),
            SortedArrayStatistics.QuantileCustom(found, 1 - Tail, QuantileDefinition.R7)
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
