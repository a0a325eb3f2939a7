namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>
/// Sums, squares and products of what is measured of each unit: all that the comparisons need of any number of units.
/// </summary>
/// <remarks>
/// The layout of a unit's values: the numerator, for a ratio the denominator, and for a comparison that is adjusted by
/// a pre-period the same again of that period.
/// </remarks>
public sealed class UnitMoments
{
    private readonly double[] sums;
    private readonly double[,] products;

    /// <summary>Initializes moments of no units.</summary>
    /// <param name="dimension">The number of values of a unit: 1, 2 or 4.</param>
    public UnitMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        sums = new double[dimension];
        products = new double[dimension, dimension];
    }

    /// <summary>Gets the number of units.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of values of a unit.</summary>
    public int Dimension => sums.Length;

    /// <summary>Makes moments of sums that are known.</summary>
    /// <param name="count">The number of units.</param>
    /// <param name="sums">The sum of each value.</param>
    /// <param name="products">The sums of products, symmetric; squares are on its diagonal.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static UnitMoments FromSums(long count, IReadOnlyList<double> sums, double[,] products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(products);
        if (products.GetLength(0) != sums.Count || products.GetLength(1) != sums.Count)
            throw new ArgumentException(
                $"Products are {products.GetLength(0)} x {products.GetLength(1)}, expected {sums.Count} x "
                    + $"{sums.Count}.",
                nameof(products)
            );
        var moments = new UnitMoments(sums.Count) { Count = count };
        for (var row = 0; row < sums.Count; row++)
        {
            moments.sums[row] = sums[row];
            for (var column = 0; column < sums.Count; column++)
                moments.products[row, column] = products[row, column];
        }
        return moments;
    }

    /// <summary>Adds a unit.</summary>
    /// <param name="values">Its values, as many as <see cref="Dimension"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void Add(params ReadOnlySpan<double> values)
    {
        if (values.Length != Dimension)
            throw new ArgumentException($"There are {values.Length} values, expected {Dimension}.", nameof(values));
        Count++;
        for (var row = 0; row < values.Length; row++)
        {
            sums[row] += values[row];
            for (var column = 0; column < values.Length; column++)
                products[row, column] += values[row] * values[column];
        }
    }

    /// <summary>Adds the units of other moments.</summary>
    /// <param name="other">Moments of the same dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public void Add(UnitMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"The dimension is {other.Dimension}, expected {Dimension}.", nameof(other));
        Count += other.Count;
        for (var row = 0; row < Dimension; row++)
        {
            sums[row] += other.sums[row];
            for (var column = 0; column < Dimension; column++)
                products[row, column] += other.products[row, column];
        }
    }

    /// <summary>Gets the mean of the units with its covariance.</summary>
    /// <returns>The mean; null for fewer than two units, of which no variance is known.</returns>
    public UnitMean? ToMean()
    {
        if (Count < 2)
            return null;
        double n = Count;
        var covariance = new double[Dimension, Dimension];
        for (var row = 0; row < Dimension; row++)
        for (var column = 0; column < Dimension; column++)
            covariance[row, column] = (products[row, column] - sums[row] * sums[column] / n) / (n - 1) / n;
        return new(Count, [.. sums.Select(sum => sum / n)], covariance);
    }
}
