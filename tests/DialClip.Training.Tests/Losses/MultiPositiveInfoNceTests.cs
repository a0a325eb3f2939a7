using DialClip.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Losses;

[Collection(nameof(TorchSharp))]
public sealed class MultiPositiveInfoNceTests
{
    [Fact]
    public void Compute_TwoAccepted_IsTheMeanOfTheirNats()
    {
        using var scope = NewDisposeScope();
        double[] row = [2.0, -1.0, 0.5];
        var normalizer = Math.Log(row.Sum(Math.Exp));

        var loss = MultiPositiveInfoNce
            .Compute(
                tensor(row.Concat([0.0, 0.0, 0.0]).ToArray(), [2, 3]),
                tensor(new[] { 1.0, 0, 1.0, 0, 0, 0 }, [2, 3])
            )
            .ToDouble();

        // The second row accepts nothing and does not count.
        Assert.Equal(((normalizer - 2.0) + (normalizer - 0.5)) / 2, loss, 1e-9);
    }

    [Fact]
    public void Compute_NothingAccepted_IsZero()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, MultiPositiveInfoNce.Compute(ones(2, 3), zeros(2, 3)).ToDouble());
    }
}
