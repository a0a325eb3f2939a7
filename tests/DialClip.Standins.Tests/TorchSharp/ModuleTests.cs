using DialClip.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Standins.Tests.TorchSharpTests;

// Seeds and the count of tensors are the process's: one test at a time.
[Collection(nameof(TorchSharp))]
public sealed class ModuleTests
{
    [RequiresFact(Tool.LibTorch)]
    public void Linear_Gradients_AgreeWithFiniteDifferences()
    {
        manual_seed(1);
        using var sut = Linear(4, 3, dtype: ScalarType.Float64);
        using var x = randn(5, 4, dtype: ScalarType.Float64);

        Gradients.AssertAgree(sut.weight!, () => sut.call(x).tanh().sum());
        Gradients.AssertAgree(sut.bias!, () => sut.call(x).tanh().sum());
    }

    [RequiresFact(Tool.LibTorch)]
    public void LayerNorm_GradientsAndValues_AreThoseOfTheFormula()
    {
        manual_seed(2);
        using var sut = LayerNorm(4, 1e-5, dtype: ScalarType.Float64);
        using var x = randn(3, 4, dtype: ScalarType.Float64);

        using var found = sut.call(x);

        Assert.Equal(0, found.mean([1]).abs().max().ToDouble(), 1e-9);
        Assert.Equal(1, found.pow(2).mean([1]).max().ToDouble(), 1e-3);
        Gradients.AssertAgree(sut.weight!, () => sut.call(x).pow(3).sum());
    }

    [RequiresFact(Tool.LibTorch)]
    public void Embedding_Gradient_ReachesOnlyTheRowsThatWereRead()
    {
        manual_seed(3);
        using var sut = Embedding(5, 2);
        using var rows = tensor(new long[] { 1, 3, 3 });

        sut.call(rows).sum().backward();

        Assert.Equal([0, 0, 1, 1, 0, 0, 2, 2, 0, 0], sut.weight!.grad!.data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void Conv2d_PatchesOfOnePicture_AreTheirDotProducts()
    {
        using var sut = Conv2d(1, 1, 2, 2, bias: false);
        init.ones_(sut.weight!);
        using var x = arange(16, dtype: ScalarType.Float32).reshape(1, 1, 4, 4);

        using var found = sut.call(x);

        Assert.Equal([1, 1, 2, 2], found.shape);
        Assert.Equal([10, 18, 42, 50], found.data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void CrossEntropyGeluAndNormalize_Gradients_AgreeWithFiniteDifferences()
    {
        manual_seed(4);
        using var leaf = randn(3, 4, dtype: ScalarType.Float64).requires_grad_();
        using var target = tensor(new long[] { 0, 2, 3 });

        Gradients.AssertAgree(leaf, () => functional.cross_entropy(functional.normalize(functional.gelu(leaf), dim: -1) * 5, target));
    }

    [RequiresFact(Tool.LibTorch)]
    public void StateDict_OfNestedModules_NamesFieldsAndPlaces()
    {
        using var sut = new Pair();

        Assert.Equal(
            ["scale", "first.weight", "first.bias", "rest.0.weight", "rest.0.bias", "rest.1.weight", "rest.1.bias"],
            sut.state_dict().Keys.OrderBy(key => key.Contains('.') ? 1 : 0));
        Assert.Equal(7, sut.parameters().Count());
    }

    [RequiresFact(Tool.LibTorch)]
    public void LoadStateDict_StrictWithOtherNames_ThrowsWithThem()
    {
        using var sut = new Pair();
        var other = sut.state_dict().ToDictionary(pair => pair.Key == "scale" ? "size" : pair.Key, pair => pair.Value);

        var error = Assert.ThrowsAny<Exception>(() => sut.load_state_dict(other));

        Assert.Contains("scale", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.LibTorch)]
    public void Dropout_InEvaluation_ChangesNothing()
    {
        manual_seed(5);
        using var sut = Dropout(0.5);
        using var x = ones(100);

        using var trained = sut.call(x);
        sut.eval();
        using var evaluated = sut.call(x);

        Assert.InRange((trained == 0).sum().ToInt64(), 20, 80);
        Assert.Equal(x.data<float>().ToArray(), evaluated.data<float>().ToArray());
    }

    [RequiresFact(Tool.LibTorch)]
    public void TrainingSteps_InDisposeScopes_LeaveNoTensorBehind()
    {
        manual_seed(6);
        using var sut = new Pair();
        using var optimizer = optim.AdamW(sut.parameters(), lr: 1e-2);
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;

        for (var step = 0; step < 20; step++)
            Step();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            sut.call(randn(8, 3)).pow(2).mean().backward();
            optimizer.step();
        }
    }

    private sealed class Pair : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(3, 3);
        private readonly ModuleList<Linear> rest = new(Linear(3, 3), Linear(3, 2));
        private readonly Parameter scale = new(ones(1));

        public Pair()
            : base(nameof(Pair)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return (rest[1].call(rest[0].call(first.call(x))) * scale).MoveToOuterDisposeScope();
        }
    }
}
