namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The mean of a variant's units, with the covariance of that mean.</summary>
public sealed class UnitMean
{
    private readonly double[] values;
    private readonly double[,] covariance;

    internal UnitMean(long count, double[] values, double[,] covariance)
    {
        Count = count;
        this.values = values;
        this.covariance = covariance;
    }

    /// <summary>Gets the number of units.</summary>
    public long Count { get; }

    /// <summary>Gets the mean of each value.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Makes the mean of units that have a property or not, with the variance p (1 - p) / n.</summary>
    /// <param name="successes">The units that have it.</param>
    /// <param name="trials">All units.</param>
    /// <returns>The mean; null for fewer than two units.</returns>
    public static UnitMean? FromProportion(long successes, long trials)
    {
        Arguments.ThrowUnlessCounts(successes, trials);
        var share = (double)successes / trials;
        return trials < 2
            ? null
            : new(
                trials,
                [share],
                new[,]
                {
                    { share * (1 - share) / trials },
                }
            );
    }

    /// <summary>Computes the variance of a linear combination, or the covariance of two.</summary>
    internal double ComputeCovariance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var row = 0; row < values.Length; row++)
        for (var column = 0; column < values.Length; column++)
            sum += left[row] * covariance[row, column] * right[column];
        return sum;
    }

    /// <summary>Computes the weighted mean of strata, whose weights are taken as given.</summary>
    internal static UnitMean Combine(IReadOnlyList<UnitMean> strata, IReadOnlyList<double> weights)
    {
        var dimension = strata[0].values.Length;
        var (values, covariance) = (new double[dimension], new double[dimension, dimension]);
        foreach (var (stratum, weight) in strata.Zip(weights))
            for (var row = 0; row < dimension; row++)
            {
                values[row] += weight * stratum.values[row];
                for (var column = 0; column < dimension; column++)
                    covariance[row, column] += weight * weight * stratum.covariance[row, column];
            }
        return new(strata.Sum(stratum => stratum.Count), values, covariance);
    }
}
