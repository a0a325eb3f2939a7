using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class EffectEstimatorTests
{
    private const double Digits = 6e-6;

    // GrowthBook, frequentist/test_tests.py, test_two_sided_ttest and test_two_sided_ttest_absolute.
    [Theory]
    [InlineData(true, 0.70732, 0.37879, -0.03526, 1.44989, 0.06191)]
    [InlineData(false, 0.29, 0.12478, 0.04538, 0.53462, 0.02016)]
    public void Estimate_Means_AgreesWithGrowthBook(
        bool isRelative,
        double value,
        double error,
        double low,
        double high,
        double pValue
    )
    {
        var effect = EffectEstimator.Estimate(
            GrowthBookCases.CreateControl(),
            GrowthBookCases.CreateTreatment(),
            MetricKind.Mean,
            isRelative
        );

        AssertEffect(effect, value, error, low, high, pValue);
    }

    // The same file, test_two_sided_ttest_binom.
    [Fact]
    public void Estimate_Proportions_AgreesWithGrowthBook()
    {
        var effect = EffectEstimator.Estimate(
            UnitMean.FromProportion(14, 28),
            UnitMean.FromProportion(16, 30),
            MetricKind.Mean,
            isRelative: true
        );

        AssertEffect(effect, 0.06667, 0.2717, -0.47767, 0.61101, 0.80707);
    }

    // The same file, test_two_sided_ttest_test_runs_ratio_ra: CUPED for a ratio.
    [Fact]
    public void Estimate_AdjustedRatio_AgreesWithGrowthBook()
    {
        var effect = EffectEstimator.Estimate(
            GrowthBookCases.CreateRatioControl(),
            GrowthBookCases.CreateRatioTreatment(),
            MetricKind.AdjustedRatio,
            isRelative: true
        );

        AssertEffect(effect, -0.0007, 0.00391, -0.00841, 0.00700, 0.85771);
    }

    // GrowthBook, frequentist/test_post_strat.py, stats_count_strata: five strata whose shares differ by variant.
    [Theory]
    [InlineData(true, 0.10994584851937336, 0.012225394656480164)]
    [InlineData(false, 3.548094377986586, 0.37634374823059685)]
    public void Estimate_Strata_AgreesWithGrowthBook(bool isRelative, double value, double error)
    {
        var effect = EffectEstimator.Estimate(
            [
                CreateStratum(21, 330.0696210595999, 5377.811252605509, 42, 708.1220000911836, 12249.255519049513),
                CreateStratum(65, 1391.96628040659, 30546.63404187155, 75, 1807.4703052657744, 45000.287664918586),
                CreateStratum(102, 2916.824124651419, 86396.06886690554, 101, 3104.5399914554023, 98365.40553530994),
                CreateStratum(151, 5172.587929941052, 182453.04528037464, 121, 4613.696610070716, 180520.64781229294),
                CreateStratum(160, 6539.348445231273, 274981.98909352464, 162, 7431.953259880505, 349244.6690736718),
            ],
            MetricKind.Mean,
            isRelative
        );

        Assert.NotNull(effect);
        Assert.Equal(value, effect.Value, 1e-9);
        Assert.Equal(error, effect.StandardError, 1e-9);
        Assert.Equal(1000, effect.Units);
    }

    [Fact]
    public void Estimate_NothingToEstimate_IsNull()
    {
        var constant = GrowthBookCases.CreateMean(10, 10, 10);
        var zero = GrowthBookCases.CreateMean(10, 0, 4);

        Assert.Null(EffectEstimator.Estimate(constant, constant, MetricKind.Mean, isRelative: false));
        Assert.Null(EffectEstimator.Estimate(zero, zero, MetricKind.Mean, isRelative: true));
        Assert.Null(EffectEstimator.Estimate(null, zero, MetricKind.Mean, isRelative: false));
        Assert.Null(GrowthBookCases.CreateMean(1, 1, 1));
        Assert.Throws<ArgumentException>(() =>
            EffectEstimator.Estimate(zero, zero, MetricKind.Ratio, isRelative: false)
        );
    }

    // Units have few or many replies and tastes of their own: an interval over replies would be too narrow.
    [Fact]
    public void Estimate_ClusteredRatio_CoversAndKeepsTheFalseAlarmRate()
    {
        var random = new Random(2);
        const int Runs = 1500;
        var (covered, alarms) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var (a, b) = (DrawRatio(random, 150), DrawRatio(random, 150));
            var effect = EffectEstimator.Estimate(a.ToMean(), b.ToMean(), MetricKind.Ratio, isRelative: false)!;
            covered += WelchTest.ComputeInterval(effect).Contains(0) ? 1 : 0;
            alarms += WelchTest.ComputePValue(effect) < 0.05 ? 1 : 0;
        }

        Assert.InRange((double)covered / Runs, 0.935, 0.965);
        Assert.Equal(Runs, covered + alarms);
    }

    [Fact]
    public void Estimate_AdjustedMean_IsNarrowerAndCovers()
    {
        var random = new Random(3);
        const int Runs = 1500;
        var (covered, narrower) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var (adjusted, plain) = (CreateArms(2), CreateArms(1));
            for (var unit = 0; unit < 200; unit++)
            {
                var before = random.NextNormal();
                var value = 2 + 0.8 * before + 0.6 * random.NextNormal() + (unit % 2 == 1 ? 0.2 : 0);
                adjusted[unit % 2].Add(value, before);
                plain[unit % 2].Add(value);
            }
            var effect = EffectEstimator.Estimate(
                adjusted[0].ToMean(),
                adjusted[1].ToMean(),
                MetricKind.AdjustedMean,
                isRelative: false
            )!;
            var wide = EffectEstimator.Estimate(plain[0].ToMean(), plain[1].ToMean(), MetricKind.Mean, false)!;
            covered += WelchTest.ComputeInterval(effect).Contains(0.2) ? 1 : 0;
            narrower += effect.StandardError < 0.8 * wide.StandardError ? 1 : 0;
        }

        Assert.InRange((double)covered / Runs, 0.935, 0.965);
        Assert.True(narrower > 0.99 * Runs);
    }

    [Fact]
    public void Estimate_Strata_CoverWhereTheTasteDiffersByStratum()
    {
        var random = new Random(4);
        const int Runs = 1500;
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            UnitMoments[][] strata = [CreateArms(1), CreateArms(1)];
            for (var unit = 0; unit < 200; unit++)
            {
                var (stratum, variant) = (random.NextDouble() < 0.3 ? 1 : 0, random.Next(2));
                // The effect is 0.1 in the one and 0.6 in the other, which has 30 % of the units: 0.25.
                var mean = 3.0 * stratum + variant * (0.1 + 0.5 * stratum);
                strata[stratum][variant].Add(mean + random.NextNormal());
            }
            var effect = EffectEstimator.Estimate(
                [.. strata.Select(arms => new Stratum(arms[0].ToMean()!, arms[1].ToMean()!))],
                MetricKind.Mean,
                isRelative: false
            )!;
            covered += WelchTest.ComputeInterval(effect).Contains(0.25) ? 1 : 0;
        }

        Assert.InRange((double)covered / Runs, 0.935, 0.965);
    }

    [Fact]
    public void Add_MomentsOfOthers_EqualsAllAtOnce()
    {
        var (first, second, all) = (new UnitMoments(2), new UnitMoments(2), new UnitMoments(2));
        for (var unit = 0; unit < 10; unit++)
        {
            (unit < 4 ? first : second).Add(unit, unit * unit);
            all.Add(unit, unit * unit);
        }
        first.Add(second);

        Assert.Equal(all.ToMean()!.Values, first.ToMean()!.Values);
        Assert.Equal(10, first.Count);
        Assert.Throws<ArgumentException>(() => first.Add(1.0));
    }

    private static UnitMoments[] CreateArms(int dimension) => [new(dimension), new(dimension)];

    private static UnitMoments DrawRatio(Random random, int units)
    {
        var moments = new UnitMoments(2);
        for (var unit = 0; unit < units; unit++)
        {
            var (replies, taste) = (1 + random.Next(10), random.NextDouble());
            moments.Add(random.NextBinomial(replies, taste), replies);
        }
        return moments;
    }

    private static Stratum CreateStratum(int n, double sum, double squares, int m, double sumB, double squaresB) =>
        new(GrowthBookCases.CreateMean(n, sum, squares)!, GrowthBookCases.CreateMean(m, sumB, squaresB)!);

    private static void AssertEffect(Effect? effect, double value, double error, double low, double high, double pValue)
    {
        Assert.NotNull(effect);
        var interval = WelchTest.ComputeInterval(effect);
        Assert.Equal(value, effect.Value, Digits);
        Assert.Equal(error, effect.StandardError, Digits);
        Assert.Equal(low, interval.Low, Digits);
        Assert.Equal(high, interval.High, Digits);
        Assert.Equal(pValue, WelchTest.ComputePValue(effect), Digits);
    }
}
