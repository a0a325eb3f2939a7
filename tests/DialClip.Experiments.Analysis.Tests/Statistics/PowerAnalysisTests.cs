using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

public sealed class PowerAnalysisTests
{
    // GrowthBook, packages/stats/tests/test_midexperimentpower.py at 8f1db44. Its search stops within 1e-5 of the
    // power, so its last digits are not those of the root.
    [Theory]
    [InlineData(false, 25.45703125)]
    [InlineData(true, 55.66796875)]
    public void ComputeUnitsToGo_AgreesWithGrowthBook(bool isSequential, double expected)
    {
        var effect = EffectEstimator.Estimate(
            GrowthBookCases.CreateMean(500, 500, 1500),
            GrowthBookCases.CreateMean(500, 525, 1551.25),
            MetricKind.Mean,
            isRelative: true
        )!;
        var sequence = new AsymptoticSequence();

        var factor = PowerAnalysis.ComputeUnitsToGo(
            0.05,
            effect,
            isSequential ? sequence.ComputeHalfWidth : (error, _) => PowerAnalysis.ComputeHalfWidth(error)
        );

        Assert.NotNull(factor);
        Assert.Equal(expected, factor.Value, 0.005);
    }

    // Fleiss' formula without continuity correction: 0.5 against 0.6 needs 385 each (388 with pooled variance).
    [Fact]
    public void ComputeUnitsPerVariant_Proportions_AgreesWithTheFormula() =>
        Assert.Equal(385, PowerAnalysis.ComputeUnitsPerVariant(0.5, 0.1));

    [Fact]
    public void ComputeDetectableEffect_HasThePowerItSays()
    {
        var half = PowerAnalysis.ComputeHalfWidth(0.02);
        var effect = PowerAnalysis.ComputeDetectableEffect(0.02, half, 0.9);

        Assert.Equal(0.9, PowerAnalysis.ComputePower(effect, 0.02, half), 1e-6);
        Assert.Equal(0.05, PowerAnalysis.ComputePower(0, 0.02, half), 1e-9);
    }

    [Fact]
    public void ComputeUnitsToGo_EnoughOrNever_SaysSo()
    {
        var current = new Effect(0.5, 0.01, 1000, 998);
        double GetHalfWidth(double error, double units) => PowerAnalysis.ComputeHalfWidth(error);

        Assert.Equal(0, PowerAnalysis.ComputeUnitsToGo(0.5, current, GetHalfWidth));
        Assert.Null(PowerAnalysis.ComputeUnitsToGo(0, current, GetHalfWidth));
    }

    [Fact]
    public void ComputeUnitsPerVariant_Simulated_HasThePowerItSays()
    {
        var random = new Random(13);
        var units = (int)PowerAnalysis.ComputeUnitsPerVariant(0.3, 0.15);
        const int Runs = 3000;
        var found = 0;
        for (var run = 0; run < Runs; run++)
        {
            var effect = EffectEstimator.Estimate(
                UnitMean.FromProportion(random.NextBinomial(units, 0.3), units),
                UnitMean.FromProportion(random.NextBinomial(units, 0.45), units),
                MetricKind.Mean,
                isRelative: false
            )!;
            found += WelchTest.ComputePValue(effect) < 0.05 ? 1 : 0;
        }

        Assert.InRange((double)found / Runs, 0.78, 0.82);
    }
}
