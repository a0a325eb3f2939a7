using DialClip.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Standins.Tests.TorchSharpTests;

// Seeds and the count of tensors are the process's: one test at a time.
[Collection(nameof(TorchSharp))]
public sealed class TensorTests
{
    [RequiresFact(Tool.LibTorch)]
    public void Matmul_TwoMatrices_GivesTheirProduct()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2);
        var b = tensor(new float[] { 5, 6, 7, 8 }).reshape(2, 2);

        var product = a.matmul(b);

        Assert.Equal([2, 2], product.shape);
        Assert.Equal([19, 22, 43, 50], product.data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void Backward_CompositeOfOperators_AgreesWithFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        float[] start = [0.3f, -0.7f, 1.1f, 0.2f, -0.4f, 0.9f];
        static Tensor Loss(Tensor x) => ((x.matmul(x.transpose(0, 1)) * 0.5).softmax(-1) * x.sigmoid().sum(1).unsqueeze(0)).pow(2).sum() + x.exp().log().tanh().mean();
        var x = tensor(start, requires_grad: true).reshape(2, 3);
        var leaf = tensor(start, requires_grad: true);

        Loss(leaf.reshape(2, 3)).backward();

        var gradient = leaf.grad!.data<float>().ToArray();
        for (var at = 0; at < start.Length; at++)
        {
            double At(double step)
            {
                var moved = start.Select(value => (double)value).ToArray();
                moved[at] += step;
                return Loss(tensor(moved).reshape(2, 3)).ToDouble();
            }
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[at], 1e-4);
        }
        Assert.True(x.requires_grad);
    }

    [RequiresFact(Tool.LibTorch)]
    public void NewDisposeScope_End_DisposesWhatWasNotMovedOut()
    {
        using var outer = NewDisposeScope();
        Tensor inner, kept;
        using (NewDisposeScope())
        {
            inner = ones(3);
            kept = (inner + 1).MoveToOuterDisposeScope();
        }

        Assert.True(inner.IsInvalid);
        Assert.Equal([2, 2, 2], kept.data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void ManualSeed_SameSeed_GivesTheSameNumbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var first = randn(4, 3).data<float>().ToArray();
        manual_seed(5);

        var second = randn(4, 3).data<float>().ToArray();

        Assert.Equal(first, second);
        Assert.NotEqual(first, randn(4, 3).data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void Matmul_ShapesThatDoNotFit_ThrowsWithBoth()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));

        Assert.Contains("2x3", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.LibTorch)]
    public void Index_NarrowSelectAndCat_PickTheRightValues()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, dtype: ScalarType.Float32).reshape(3, 4);

        Assert.Equal([4, 5, 6, 7], x.select(0, 1).data<float>().ToArray());
        Assert.Equal([1, 2, 5, 6, 9, 10], x.narrow(1, 1, 2).data<float>().ToArray());
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], cat([x.narrow(0, 2, 1), x.narrow(0, 0, 1)], 0).data<float>().ToArray());
        Assert.Equal([1, 11], x.index(TensorIndex.Tensor(tensor(new long[] { 0, 2 })), TensorIndex.Tensor(tensor(new long[] { 1, 3 }))).data<float>().ToArray());
    }
}
