using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

// The published cases are of GrowthBook, packages/stats/tests/frequentist/test_tests.py at 8f1db44.
public sealed class AsymptoticSequenceTests
{
    private const double Digits = 6e-6;

    [Fact]
    public void ComputeInterval_Means_AgreesWithGrowthBook()
    {
        var effect = EstimateMeans(isRelative: true);
        var sequence = new AsymptoticSequence(tuningUnits: 1000);

        AssertInterval(-0.55844, 1.56516, sequence.ComputeInterval(effect));
        Assert.Equal(0.33341, effect.StandardError, Digits);
        Assert.Equal(1, sequence.ComputePValue(effect));
    }

    [Fact]
    public void ComputeInterval_Proportions_AgreesWithGrowthBook()
    {
        var effect = EffectEstimator.Estimate(
            UnitMean.FromProportion(1396, 3000),
            UnitMean.FromProportion(2422, 3461),
            MetricKind.Mean,
            isRelative: true
        )!;
        var sequence = new AsymptoticSequence();

        AssertInterval(0.40098, 0.60675, sequence.ComputeInterval(effect));
        Assert.Equal(0, sequence.ComputePValue(effect), Digits);
    }

    [Fact]
    public void ComputeInterval_AdjustedRatio_AgreesWithGrowthBook()
    {
        var effect = EffectEstimator.Estimate(
            GrowthBookCases.CreateRatioControl(),
            GrowthBookCases.CreateRatioTreatment(),
            MetricKind.AdjustedRatio,
            isRelative: true
        )!;

        AssertInterval(-0.02063, 0.01923, new AsymptoticSequence().ComputeInterval(effect));
    }

    [Theory]
    [InlineData(true, -0.42356454602790883)]
    [InlineData(false, -0.12656844172804982)]
    public void ComputeInterval_OneSided_AgreesWithGrowthBook(bool isRelative, double low)
    {
        var effect = EstimateMeans(isRelative);

        var interval = new AsymptoticSequence(alternative: Alternative.Greater).ComputeInterval(effect);

        Assert.Equal(low, interval.Low, 1e-9);
        Assert.Equal(double.PositiveInfinity, interval.High);
    }

    // GrowthBook searches for it and stops where the bound is within 1e-6 of 0, and at 0.4999, which the relative one
    // exceeds.
    [Fact]
    public void ComputePValue_OneSided_AgreesWithGrowthBook()
    {
        var sequence = new AsymptoticSequence(alternative: Alternative.Greater);

        Assert.Equal(0.46316491943359384, sequence.ComputePValue(EstimateMeans(isRelative: false)), 2e-4);
        Assert.InRange(sequence.ComputePValue(EstimateMeans(isRelative: true)), 0.4999, 1);
        Assert.Equal(
            1,
            new AsymptoticSequence(alternative: Alternative.Less).ComputePValue(EstimateMeans(isRelative: false))
        );
    }

    [Fact]
    public void ComputePValue_AtTheBoundOfTheInterval_IsAlpha()
    {
        foreach (var alternative in Enum.GetValues<Alternative>())
        {
            var sequence = new AsymptoticSequence(0.03, 2000, alternative);
            var half = sequence.ComputeHalfWidth(0.1, 900) * (alternative == Alternative.Less ? -1 : 1);

            Assert.Equal(0.03, sequence.ComputePValue(new(half, 0.1, 900, 898)), 1e-9);
        }
    }

    // 40 looks at experiments without an effect. A test for one look would raise an alarm in about every third.
    [Fact]
    public void ComputeInterval_DailyPeeking_KeepsTheFalseAlarmRate()
    {
        var random = new Random(5);
        var (sequence, runs, alarms, naive) = (new AsymptoticSequence(tuningUnits: 1000), 600, 0, 0);
        for (var run = 0; run < runs; run++)
        {
            UnitMoments[] arms = [new(1), new(1)];
            var (isAlarm, isNaiveAlarm) = (false, false);
            for (var look = 0; look < 40; look++)
            {
                for (var unit = 0; unit < 50; unit++)
                    arms[unit % 2].Add(random.NextNormal());
                var effect = EffectEstimator.Estimate(arms[0].ToMean(), arms[1].ToMean(), MetricKind.Mean, false)!;
                isAlarm |= !sequence.ComputeInterval(effect).Contains(0);
                isNaiveAlarm |= Math.Abs(effect.Value) > 1.96 * effect.StandardError;
            }
            alarms += isAlarm ? 1 : 0;
            naive += isNaiveAlarm ? 1 : 0;
        }

        Assert.InRange((double)alarms / runs, 0, 0.05);
        Assert.True((double)naive / runs > 0.2);
    }

    private static Effect EstimateMeans(bool isRelative) =>
        EffectEstimator.Estimate(
            GrowthBookCases.CreateControl(3000),
            GrowthBookCases.CreateTreatment(),
            MetricKind.Mean,
            isRelative
        )!;

    private static void AssertInterval(double low, double high, ConfidenceInterval interval)
    {
        Assert.Equal(low, interval.Low, Digits);
        Assert.Equal(high, interval.High, Digits);
    }
}
