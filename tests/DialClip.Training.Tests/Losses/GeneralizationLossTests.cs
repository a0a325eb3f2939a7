using DialClip.Training.Checkpoints;
using DialClip.Training.Losses;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Losses;

[Collection(nameof(TorchSharp))]
public sealed class GeneralizationLossTests
{
    [Fact]
    public void MutualInformation_FreshCritics_IsSymmetricInfoNceOfTheCosines()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (soft, crafted) = (Rows(5, 4), Rows(5, 4));
        using var sut = new MutualInformationCritic(4);

        var loss = Value(sut.ComputeLoss(soft, crafted));

        Assert.Equal(Expected(soft, crafted), loss, 1e-5);
    }

    [Fact]
    public void MutualInformation_ViewsThatAgree_CostLessThanViewsThatDoNot()
    {
        using var scope = NewDisposeScope();
        using var sut = new MutualInformationCritic(4);
        var (same, turned) = (eye(4), eye(4).index_select(0, tensor(new long[] { 1, 2, 3, 0 })));

        Assert.True(Value(sut.ComputeLoss(same, same)) < 1e-4);
        Assert.True(Value(sut.ComputeLoss(same, turned)) > 5);
    }

    [Fact]
    public void Mixup_WholeShareOfTheFirst_IsSymmetricInfoNceOfTheRows()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (photos, targets) = (Rows(3, 4), Rows(3, 4));
        using var sut = new MixupCritic(4);
        var rows = tensor(new long[] { 0, 1, 2 });

        var loss = Value(sut.ComputeLoss(photos, targets, rows, tensor(new long[] { 1, 2, 0 }), ones(3, 1)));

        Assert.Equal(Expected(photos, targets), loss, 1e-5);
    }

    [Fact]
    public void Draw_Pairs_AreOfOtherClassesAndShared()
    {
        using var scope = NewDisposeScope();
        long[] classes = [4, 4, 7, 9, 7];

        var pairs = MixupPairs.Draw(classes, 1, new Random(3))!;

        var (first, second) = (pairs.First.data<long>().ToArray(), pairs.Second.data<long>().ToArray());
        Assert.Equal([0L, 1, 2, 3, 4], first);
        Assert.All(first.Zip(second), pair => Assert.NotEqual(classes[pair.First], classes[pair.Second]));
        Assert.All(pairs.Share.data<float>().ToArray(), share => Assert.InRange(share, 0, 1));
        Assert.Null(MixupPairs.Draw([1, 1], 1, new Random(3)));
    }

    // By hand, in double precision: cross entropy over rows and over columns of cosines / 0.07.
    private static double Expected(Tensor first, Tensor second)
    {
        var (a, b) = (ModuleWeights.Read(first).Values, ModuleWeights.Read(second).Values);
        var (count, width) = ((int)first.shape[0], (int)first.shape[1]);
        double Score(int row, int column) =>
            Enumerable.Range(0, width).Sum(index => (double)a[row * width + index] * b[column * width + index]) / 0.07;
        double sum = 0;
        for (var index = 0; index < count; index++)
            sum +=
                Math.Log(Enumerable.Range(0, count).Sum(other => Math.Exp(Score(index, other) - Score(index, index))))
                + Math.Log(
                    Enumerable.Range(0, count).Sum(other => Math.Exp(Score(other, index) - Score(index, index)))
                );
        return sum / (2 * count);
    }

    private static Tensor Rows(long count, long width) => nn.functional.normalize(randn(count, width), dim: -1);

    private static double Value(Tensor loss) => ModuleWeights.Read(loss).Values[0];
}
