using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Statistics;

// The published cases are of confseq, test/uniform_boundaries_unittest.cpp at 70b1ef3.
public sealed class MixtureTests
{
    [Fact]
    public void NormalMixture_TwoSided_AgreesWithConfseq()
    {
        var mixture = new NormalMixture(100);

        Assert.Equal(12.60056, mixture.Rho, 1e-5);
        Assert.Equal(-0.6510052, mixture.ComputeLogarithm(10, 100), 1e-6);
        Assert.Equal(30.35209, mixture.ComputeBound(100, 0.05), 1e-5);
    }

    [Fact]
    public void NormalMixture_OneSided_AgreesWithConfseq()
    {
        var mixture = new NormalMixture(100, alternative: Alternative.Greater);

        Assert.Equal(-0.06502391, mixture.ComputeLogarithm(10, 100), 1e-6);
        Assert.Equal(27.66071, mixture.ComputeBound(100, 0.05), 1e-5);
    }

    [Theory]
    [InlineData(Alternative.TwoSided, -0.6941012, 31.4308)]
    [InlineData(Alternative.Greater, -0.07134019, 28.41238)]
    public void BetaBinomialMixture_AgreesWithConfseq(Alternative alternative, double logarithm, double bound)
    {
        var mixture = new BetaBinomialMixture(100, 0.2, 0.8, alternative: alternative);

        Assert.Equal(logarithm, mixture.ComputeLogarithm(10, 100), 1e-6);
        Assert.Equal(bound, mixture.ComputeBound(100, 0.05), 1e-4);
    }

    // A sum cannot be larger than the largest deviation times the number of trials.
    [Fact]
    public void BetaBinomialMixture_FewTrials_BoundIsTheLargestSum()
    {
        var mixture = new BetaBinomialMixture(100, 0.2, 0.8, alternative: Alternative.Greater);

        Assert.Equal(2 * 0.8, mixture.ComputeBound(2 * 0.2 * 0.8, 0.05), 1e-5);
    }

    [Theory]
    [InlineData(700, 1000, 100, 0.651629, 0.745949)]
    [InlineData(15, 50, 50, 0.129556, 0.511896)]
    [InlineData(5, 50, 50, 0.013021, 0.269264)]
    [InlineData(1, 50, 50, 0, 0.13489)]
    [InlineData(100, 200, 1, 0.328923, 0.671076)]
    public void ProportionSequence_AgreesWithConfseq(int successes, int trials, int tuning, double low, double high)
    {
        var interval = ProportionSequence.ComputeInterval(successes, trials, tuning);

        Assert.Equal(low, interval.Low, 1e-5);
        Assert.Equal(high, interval.High, 1e-5);
    }

    [Fact]
    public void ProportionSequence_AlwaysLooked_KeepsTheErrorRate()
    {
        var random = new Random(6);
        const int Runs = 300;
        var failures = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (successes, isFailure) = (0, false);
            for (var trial = 1; trial <= 400 && !isFailure; trial++)
            {
                successes += random.NextDouble() < 0.1 ? 1 : 0;
                if (trial % 10 == 0)
                    isFailure = !ProportionSequence.ComputeInterval(successes, trial, 100).Contains(0.1);
            }
            failures += isFailure ? 1 : 0;
        }

        Assert.InRange((double)failures / Runs, 0, 0.05);
    }

    [Theory]
    [InlineData(Alternative.TwoSided)]
    [InlineData(Alternative.Greater)]
    public void NormalMixture_AlwaysLooked_IsCrossedAsRarelyAsItSays(Alternative alternative)
    {
        var random = new Random(7);
        var mixture = new NormalMixture(200, alternative: alternative);
        double[] bounds = [.. Enumerable.Range(1, 800).Select(time => mixture.ComputeBound(time, 0.05))];
        const int Runs = 1500;
        var crossings = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (sum, isCrossed) = (0.0, false);
            foreach (var bound in bounds)
            {
                sum += random.NextNormal();
                isCrossed |= (alternative == Alternative.TwoSided ? Math.Abs(sum) : sum) > bound;
            }
            crossings += isCrossed ? 1 : 0;
        }

        Assert.InRange((double)crossings / Runs, 0.005, 0.05);
    }

    [Fact]
    public void Constructors_NumbersOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalMixture(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalMixture(1, 0.5, Alternative.Greater));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BetaBinomialMixture(1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionSequence.ComputeInterval(2, 1, 10));
    }
}
