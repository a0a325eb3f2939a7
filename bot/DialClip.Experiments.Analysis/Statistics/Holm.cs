namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Holm's correction, which keeps the chance of any false alarm among several tests.</summary>
/// <remarks>Holm 1979, "A simple sequentially rejective multiple test procedure".</remarks>
public static class Holm
{
    /// <summary>Adjusts p-values: each may be compared with alpha as if it were the only one.</summary>
    /// <param name="values">The p-values, 0 to 1.</param>
    /// <returns>The adjusted ones, in the same order.</returns>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (adjusted, largest) = (new double[values.Count], 0.0);
        foreach (var (rank, (index, value)) in values.Index().OrderBy(item => item.Item).Index())
        {
            largest = Math.Max(largest, Math.Min(1, value * (values.Count - rank)));
            adjusted[index] = largest;
        }
        return adjusted;
    }
}
