using MathNet.Numerics;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>The test for a sample-ratio mismatch: whether variants have the shares of units that were set.</summary>
/// <remarks>
/// Fabijan et al. 2019, "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments". Where it fails, units went
/// missing in one variant, and nothing else that is computed of the experiment can be trusted.
/// </remarks>
public static class SampleRatioTest
{
    /// <summary>Tests the numbers of units by Pearson's chi-square.</summary>
    /// <param name="units">The units of each variant.</param>
    /// <param name="shares">The share of each variant, above 0, on any scale.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or more of the one than of the other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static SampleRatioResult Compute(IReadOnlyList<long> units, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(shares);
        if (units.Count != shares.Count || units.Count < 2)
            throw new ArgumentException(
                $"There are {units.Count} variants and {shares.Count} shares, expected two or more of both."
            );
        foreach (var share in shares)
            Arguments.ThrowUnlessPositive(share, nameof(shares));
        foreach (var count in units)
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(units));
        var (total, sum, degrees) = ((double)units.Sum(), shares.Sum(), units.Count - 1);
        if (total == 0)
            return new(0, degrees, 1);
        var statistic = units
            .Zip(shares, (count, share) => (Count: count, Expected: total * share / sum))
            .Sum(cell => (cell.Count - cell.Expected) * (cell.Count - cell.Expected) / cell.Expected);
        return new(statistic, degrees, SpecialFunctions.GammaUpperRegularized(degrees / 2.0, statistic / 2));
    }

    /// <summary>Finds the days and channels in which the ratio breaks.</summary>
    /// <param name="cells">The units that were first exposed on a day and channel.</param>
    /// <param name="shares">The share of each variant.</param>
    /// <param name="alpha">The chance of any false alarm among all parts, between 0 and 1.</param>
    /// <returns>
    /// The parts whose ratio breaks, worst first: each day, each channel, and each channel of a day, corrected for
    /// their number by Holm. Empty where no single part stands out.
    /// </returns>
    /// <exception cref="ArgumentException">A cell has a variant without a share.</exception>
    public static IReadOnlyList<SampleRatioBreak> FindBreaks(
        IReadOnlyList<SampleRatioCell> cells,
        IReadOnlyDictionary<string, double> shares,
        double alpha = 0.001
    )
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(shares);
        Arguments.ThrowUnlessBetween0And1(alpha);
        if (cells.FirstOrDefault(cell => !shares.ContainsKey(cell.Variant)) is { } stranger)
            throw new ArgumentException($"The variant '{stranger.Variant}' has no share.", nameof(shares));
        var parts = cells
            .GroupBy(cell => ((DateOnly?)cell.Day, (string?)null))
            .Concat(cells.GroupBy(cell => ((DateOnly?)null, (string?)cell.Channel)))
            .Concat(cells.GroupBy(cell => ((DateOnly?)cell.Day, (string?)cell.Channel)))
            .Select(part => Test(part.Key.Item1, part.Key.Item2, [.. part], shares))
            .ToList();
        var adjusted = Holm.Adjust([.. parts.Select(part => part.PValue)]);
        return
        [
            .. parts
                .Zip(adjusted, (part, value) => part with { PValue = value })
                .Where(part => part.PValue < alpha)
                .OrderBy(part => part.PValue)
                .ThenBy(part => part.Day is not null && part.Channel is not null),
        ];
    }

    private static SampleRatioBreak Test(
        DateOnly? day,
        string? channel,
        List<SampleRatioCell> cells,
        IReadOnlyDictionary<string, double> shares
    )
    {
        string[] variants = [.. shares.Keys.Order(StringComparer.Ordinal)];
        long[] units = [.. variants.Select(name => cells.Where(cell => cell.Variant == name).Sum(cell => cell.Units))];
        double[] expected = [.. variants.Select(name => shares[name])];
        var total = (double)Math.Max(1, units.Sum());
        // The variant that is farthest from its share, in standard deviations.
        var worst = Enumerable
            .Range(0, variants.Length)
            .MaxBy(index =>
                Math.Abs(units[index] - total * expected[index] / expected.Sum()) / Math.Sqrt(expected[index])
            );
        return new(
            day,
            channel,
            variants[worst],
            units[worst] / total,
            expected[worst] / expected.Sum(),
            Compute(units, expected).PValue
        );
    }
}
