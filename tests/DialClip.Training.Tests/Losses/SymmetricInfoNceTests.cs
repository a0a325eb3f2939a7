using DialClip.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Losses;

[Collection(nameof(TorchSharp))]
public sealed class SymmetricInfoNceTests
{
    private static readonly double[] Logits = [2.0, -1.0, 0.5, 0.3, 1.2, -0.4, -0.7, 0.9, 1.6];

    [Fact]
    public void OfLogits_NoSharedResponses_IsTheMeanOfRowsAndColumns()
    {
        using var scope = NewDisposeScope();

        var loss = SymmetricInfoNce.ComputeFromLogits(tensor(Logits, [3, 3])).ToDouble();

        var expected = Enumerable
            .Range(0, 3)
            .Average(index =>
                (Nats(index, other => Logits[index * 3 + other]) + Nats(index, other => Logits[other * 3 + index])) / 2
            );
        Assert.Equal(expected, loss, 1e-9);
    }

    [Fact]
    public void OfLogits_SharedResponse_IsNoNegative()
    {
        using var scope = NewDisposeScope();
        var same = tensor(new[] { true, true, false, true, true, false, false, false, true }, [3, 3]);

        var loss = SymmetricInfoNce.ComputeFromLogits(tensor(Logits, [3, 3]), same).ToDouble();

        var expected = Enumerable
            .Range(0, 3)
            .Average(index =>
                (
                    Nats(index, other => Masked(index, other, index * 3 + other))
                    + Nats(index, other => Masked(index, other, other * 3 + index))
                ) / 2
            );
        Assert.Equal(expected, loss, 1e-9);

        static double Masked(int index, int other, int place) =>
            index != other && index < 2 && other < 2 ? double.NegativeInfinity : Logits[place];
    }

    [Fact]
    public void Compute_ScaleAboveOneHundred_IsClamped()
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.normalize(tensor(Logits, [3, 3]), dim: -1);

        Assert.Equal(
            SymmetricInfoNce.Compute(x, x, tensor(Math.Log(100.0))).ToDouble(),
            SymmetricInfoNce.Compute(x, x, tensor(Math.Log(500.0))).ToDouble(),
            1e-12
        );
    }

    private static double Nats(int positive, Func<int, double> logit) =>
        Math.Log(Enumerable.Range(0, 3).Sum(other => Math.Exp(logit(other)))) - logit(positive);
}
