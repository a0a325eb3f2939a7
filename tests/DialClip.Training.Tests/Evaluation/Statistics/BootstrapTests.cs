using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Tests.Evaluation.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void Mean_ManyNormalSamples_CoversTheTrueMeanAboutNineteenTimesInTwenty()
    {
        var random = new Random(5);
        var covered = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            double[] values =
            [
                .. Enumerable.Range(0, 60).Select(_ => 3 + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6),
            ];
            var interval = Bootstrap.ComputeMeanInterval(values, trial);
            covered += interval.Low <= 3 && 3 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered, 178, 198);
    }

    [Fact]
    public void Mean_SameSeed_IsTheSame() =>
        Assert.Equal(Bootstrap.ComputeMeanInterval([1, 2, 3, 4], 7), Bootstrap.ComputeMeanInterval([1, 2, 3, 4], 7));

    [Fact]
    public void PairedDifference_ConstantChange_IsCertainThoughTheValuesVary()
    {
        double[] first = [.. Enumerable.Range(0, 50).Select(index => (double)(index % 7))];

        var interval = Bootstrap.ComputeDifferenceInterval([.. first.Select(value => value + 0.25)], first);

        Assert.Equal(0.25, interval.Low, 1e-12);
        Assert.Equal(0.25, interval.High, 1e-12);
    }

    [Fact]
    public void PairedDifference_OtherUnits_Refuses() =>
        Assert.Throws<ArgumentException>(() => Bootstrap.ComputeDifferenceInterval([1, 2], [1]));

    [Fact]
    public void Of_TwoStrata_KeepsTheirSizes()
    {
        var sizes = new HashSet<(int, int)>();

        Bootstrap.ComputeInterval(
            [3, 5],
            drawn =>
            {
                sizes.Add((drawn[0].Length, drawn[1].Length));
                Assert.All(drawn[0], unit => Assert.InRange(unit, 0, 2));
                Assert.All(drawn[1], unit => Assert.InRange(unit, 0, 4));
                return 0;
            },
            1
        );

        Assert.Equal([(3, 5)], sizes);
    }
}
