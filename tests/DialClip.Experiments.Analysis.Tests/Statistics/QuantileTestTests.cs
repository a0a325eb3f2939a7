using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class QuantileTestTests
{
    // confseq, test/uniform_boundaries_unittest.cpp at 70b1ef3: 1 to 1000 against the same, shifted.
    [Theory]
    [InlineData(0.5, 70, 0.814704)]
    [InlineData(0.5, 85, 0.0838055)]
    [InlineData(0.5, 100, 0.0054947)]
    [InlineData(0.9, 55, 0.0340463)]
    public void ComputePValue_ShiftedValues_AgreesWithConfseq(double quantile, int shift, double expected)
    {
        var first = CreateCounts(Enumerable.Range(1, 1000).Select(value => (double)value));
        var second = CreateCounts(Enumerable.Range(1 + shift, 1000).Select(value => (double)value));

        Assert.Equal(expected, QuantileTest.ComputePValue(first, second, quantile, 100), 1e-5);
        Assert.Equal(expected, QuantileTest.ComputePValue(second, first, quantile, 100), 1e-5);
    }

    // confseq, the same file, StaticOrderStatisticsTest.
    [Fact]
    public void ValueCounts_OrderStatistics_AgreeWithConfseq()
    {
        var counts = CreateCounts([1, 2, 3, 3, 5]);

        Assert.Equal([1.0, 3.0, 3.0, 5.0], new[] { 1L, 3, 4, 5 }.Select(counts.GetOrderStatistic));
        Assert.Equal([0, 0, 2, 4, 5], new[] { -1.0, 1, 3, 5, 10 }.Select(counts.CountLess));
        Assert.Equal([0, 1, 4, 5, 5], new[] { -1.0, 1, 3, 5, 10 }.Select(counts.CountUpTo));
        Assert.Equal(3, counts.GetQuantile(0.5));
        Assert.Throws<ArgumentException>(() => CreateCounts([]));
        Assert.Throws<ArgumentException>(() => CreateCounts([double.NaN]));
    }

    [Fact]
    public void ComputePValue_LatenciesLookedAtOften_RaisesFewFalseAlarmsAndFindsASlowVariant()
    {
        var random = new Random(8);
        var (falseAlarms, found, runs) = (0, 0, 60);
        for (var run = 0; run < runs; run++)
        {
            falseAlarms += FindsDifference(random, 1) ? 1 : 0;
            found += FindsDifference(random, 2) ? 1 : 0;
        }

        Assert.InRange(falseAlarms, 0, 3);
        Assert.True(found > 0.9 * runs);
    }

    private static bool FindsDifference(Random random, double factor)
    {
        var (first, second) = (new Dictionary<double, long>(), new Dictionary<double, long>());
        for (var look = 0; look < 8; look++)
        {
            for (var value = 0; value < 250; value++)
            {
                Count(first, Math.Round(20 * Math.Exp(0.5 * random.NextNormal())));
                Count(second, Math.Round(20 * factor * Math.Exp(0.5 * random.NextNormal())));
            }
            if (QuantileTest.ComputePValue(new(first), new(second), 0.95, 1000) < 0.05)
                return true;
        }
        return false;
    }

    private static void Count(Dictionary<double, long> counts, double value) =>
        counts[value] = counts.GetValueOrDefault(value) + 1;

    private static ValueCounts CreateCounts(IEnumerable<double> values) =>
        new(values.Select(value => KeyValuePair.Create(value, 1L)));
}
