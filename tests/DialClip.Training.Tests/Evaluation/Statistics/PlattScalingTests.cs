using DialClip.Artifacts.Format;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Tests.Evaluation.Statistics;

public sealed class PlattScalingTests
{
    [Theory]
    [InlineData(8.0, -4.0, 1)]
    [InlineData(2.0, 0.5, 2)]
    [InlineData(30.0, -20.0, 3)]
    public void Fit_ExamplesOfAKnownCurve_FindsIt(double slope, double intercept, int seed)
    {
        var truth = new LogisticProperties(slope, intercept);
        var random = new Random(seed);
        var examples = Enumerable
            .Range(0, 20_000)
            .Select(_ => random.NextDouble())
            .Select(score => (score, random.NextDouble() < truth.Evaluate(score)))
            .ToList();

        var fitted = PlattScaling.Fit(examples);

        foreach (var score in new[] { 0.1, 0.3, 0.5, 0.7, 0.9 })
            Assert.Equal(truth.Evaluate(score), fitted.Evaluate(score), 0.03);
    }

    [Theory]
    [InlineData(1, 25)]
    [InlineData(2, 100)]
    [InlineData(3, 1000)]
    public void Fit_AnyExamples_NoCurveNearbyIsBetter(int seed, int count)
    {
        var random = new Random(seed);
        List<(double Score, bool Accepted)> examples =
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => random.NextDouble())
                .Select(score => (score, random.NextDouble() < score)),
        ];

        var fitted = PlattScaling.Fit(examples);

        var least = SmoothedLoss(examples, fitted);
        foreach (
            var (bySlope, byIntercept) in new[]
            {
                (1e-3, 0.0),
                (-1e-3, 0.0),
                (0.0, 1e-3),
                (0.0, -1e-3),
                (1e-3, -1e-3),
                (-1e-3, 1e-3),
            }
        )
            Assert.True(SmoothedLoss(examples, new(fitted.Slope + bySlope, fitted.Intercept + byIntercept)) > least);
        Assert.Equal(fitted, PlattScaling.Fit(examples));
    }

    [Fact]
    public void Fit_OutcomesThatNeverMix_StaysFiniteAndUnsure()
    {
        var fitted = PlattScaling.Fit([.. Enumerable.Range(0, 40).Select(number => (number * 0.02, number >= 20))]);

        Assert.InRange(fitted.Slope, 1, LogisticProperties.Limit);
        Assert.InRange(fitted.Evaluate(0.78), 0.9, 0.9999);
        Assert.InRange(fitted.Evaluate(0.0), 0.0001, 0.1);
    }

    [Fact]
    public void Fit_OneScoreForAll_IsTheirShare()
    {
        var fitted = PlattScaling.Fit([.. Enumerable.Range(0, 400).Select(number => (0.5, number % 4 == 0))]);

        Assert.Equal(0.25, fitted.Evaluate(0.5), 0.01);
    }

    // The loss by its definition, with Platt's targets.
    private static double SmoothedLoss(List<(double Score, bool Accepted)> examples, LogisticProperties curve)
    {
        var (high, low) = (
            (examples.Count(example => example.Accepted) + 1.0) / (examples.Count(example => example.Accepted) + 2),
            1 / (examples.Count(example => !example.Accepted) + 2.0)
        );
        return -examples.Sum(example =>
            (example.Accepted ? high : low) * Math.Log(curve.Evaluate(example.Score))
            + (1 - (example.Accepted ? high : low)) * Math.Log(1 - curve.Evaluate(example.Score))
        );
    }
}
