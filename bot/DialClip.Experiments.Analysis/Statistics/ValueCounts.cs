namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>How often each value was seen, in order: the order statistics of many values in little memory.</summary>
public sealed class ValueCounts
{
    private readonly double[] values;
    private readonly long[] cumulative;

    /// <summary>Initializes the counts.</summary>
    /// <param name="counts">Values with how often each was seen; a value may come more than once.</param>
    /// <exception cref="ArgumentException">There is no value, or a value or a count is none.</exception>
    public ValueCounts(IEnumerable<KeyValuePair<double, long>> counts)
    {
        var sorted = new SortedDictionary<double, long>();
        foreach (var (value, count) in counts)
        {
            if (!double.IsFinite(value) || count < 0)
                throw new ArgumentException($"Found {count} times the value {value}, expected finite numbers.");
            if (count > 0)
                sorted[value] = sorted.GetValueOrDefault(value) + count;
        }
        if (sorted.Count == 0)
            throw new ArgumentException("There are no values, expected at least one.", nameof(counts));
        values = [.. sorted.Keys];
        cumulative = new long[values.Length];
        foreach (var (index, count) in sorted.Values.Index())
            cumulative[index] = count + (index > 0 ? cumulative[index - 1] : 0);
    }

    /// <summary>Gets the number of values, repeated ones included.</summary>
    public long Count => cumulative[^1];

    /// <summary>Gets the distinct values in order.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Gets the least value at which a share of all values is reached.</summary>
    /// <param name="share">The share, between 0 and 1.</param>
    public double GetQuantile(double share) => GetOrderStatistic((long)Math.Ceiling(share * Count));

    /// <summary>Gets the value at a place of the order, from 1; places beyond the ends are the ends.</summary>
    internal double GetOrderStatistic(long place)
    {
        var index = Array.BinarySearch(cumulative, Math.Clamp(place, 1, Count));
        return values[index < 0 ? ~index : index];
    }

    internal long CountLess(double value)
    {
        var index = Array.BinarySearch(values, value);
        index = index < 0 ? ~index : index;
        return index == 0 ? 0 : cumulative[index - 1];
    }

    internal long CountUpTo(double value)
    {
        var index = Array.BinarySearch(values, value);
        index = index < 0 ? ~index : index + 1;
        return index == 0 ? 0 : cumulative[index - 1];
    }
}
