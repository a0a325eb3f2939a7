using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

/// <summary>Inputs of GrowthBook's tests, packages/stats/tests at 8f1db44 (frequentist/test_tests.py).</summary>
internal static class GrowthBookCases
{
    public static UnitMean? CreateControl(long units = 3407) => CreateMean(units, 1396.87, 52377.9767);

    public static UnitMean? CreateTreatment() => CreateMean(3461, 2422.7, 134698.29);

    public static UnitMean? CreateMean(long units, double sum, double squares) =>
        UnitMoments
            .FromSums(
                units,
                [sum],
                new[,]
                {
                    { squares },
                }
            )
            .ToMean();

    // The mean of 100 units' numerator, denominator, and both before.
    public static UnitMean? CreateRatioControl() =>
        CreateRatio(
            [485.112236689623, 679.9093275844917, 192.59138069991536, 290.1398399750233],
            [2715.484666118136, 4939.424001640236, 460.076026390857, 920.9461385038898],
            new()
            {
                [(0, 2)] = 1113.6215759318352,
                [(1, 3)] = 2130.9404074446747,
                [(2, 3)] = 634.239482353647,
                [(0, 1)] = 3602.146836776702,
                [(0, 3)] = 1559.2878434944676,
                [(2, 1)] = 1460.3181079276983,
            }
        );

    public static UnitMean? CreateRatioTreatment() =>
        CreateRatio(
            [514.7757826608777, 705.4090874383759, 206.94157227402536, 302.54389139107326],
            [2994.897482705013, 5291.36604146392, 514.2903702246757, 994.4506208125663],
            new()
            {
                [(0, 2)] = 1237.0953021125997,
                [(1, 3)] = 2292.081739775257,
                [(2, 3)] = 698.4173425817908,
                [(0, 1)] = 3918.1561431600717,
                [(0, 3)] = 1701.0287270040265,
                [(2, 1)] = 1604.0759503266522,
            }
        );

    private static UnitMean? CreateRatio(
        double[] sums,
        double[] squares,
        Dictionary<(int Row, int Column), double> products
    )
    {
        var matrix = new double[4, 4];
        for (var index = 0; index < 4; index++)
            matrix[index, index] = squares[index];
        foreach (var ((row, column), product) in products)
            (matrix[row, column], matrix[column, row]) = (product, product);
        return UnitMoments.FromSums(100, sums, matrix).ToMean();
    }
}
