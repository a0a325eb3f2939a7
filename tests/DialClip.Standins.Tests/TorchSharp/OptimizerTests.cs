using DialClip.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DialClip.Standins.Tests.TorchSharpTests;

// Seeds and the count of tensors are the process's: one test at a time.
[Collection(nameof(TorchSharp))]
public sealed class OptimizerTests
{
    [RequiresFact(Tool.LibTorch)]
    public void AdamW_ThreeSteps_AreThoseOfTheFormula()
    {
        const double Rate = 0.1, Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8, Decay = 0.05;
        using var weight = new Parameter(tensor(new[] { 0.5, -1.5 }));
        using var sut = optim.AdamW([weight], Rate, Beta1, Beta2, Epsilon, Decay);
        double[] expected = [0.5, -1.5], average = [0, 0], square = [0, 0];

        for (var step = 1; step <= 3; step++)
        {
            using var scope = NewDisposeScope();
            sut.zero_grad();
            (weight.pow(3) / 3).sum().backward();
            sut.step();
            for (var at = 0; at < 2; at++)
            {
                var gradient = expected[at] * expected[at];
                average[at] = Beta1 * average[at] + (1 - Beta1) * gradient;
                square[at] = Beta2 * square[at] + (1 - Beta2) * gradient * gradient;
                expected[at] = expected[at] * (1 - Rate * Decay)
                    - Rate * (average[at] / (1 - Math.Pow(Beta1, step))) / (Math.Sqrt(square[at] / (1 - Math.Pow(Beta2, step))) + Epsilon);
            }
        }

        Assert.Equal(expected[0], weight.data<double>()[0], 1e-9);
        Assert.Equal(expected[1], weight.data<double>()[1], 1e-9);
    }

    [RequiresFact(Tool.LibTorch)]
    public void AdamW_StateWrittenAndRead_GoesOnAsIfNeverStopped()
    {
        var straight = Run(6, _ => { });
        var resumed = Run(6, optimizer =>
        {
            using var bytes = new MemoryStream();
            using (var writer = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
                optimizer.save_state_dict(writer);
            bytes.Position = 0;
            using var reader = new BinaryReader(bytes);
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = 7;
            optimizer.load_state_dict(reader);
        });

        Assert.Equal(straight, resumed);
    }

    [RequiresFact(Tool.LibTorch)]
    public void ClipGradNorm_LongGradient_IsScaledAndItsNormReturned()
    {
        using var weight = new Parameter(tensor(new float[] { 3, 4 }));
        (weight.pow(2).sum() / 2).backward();

        var norm = nn.utils.clip_grad_norm_([weight], 1);

        Assert.Equal(5, norm, 1e-5);
        Assert.Equal(0.6f, weight.grad!.data<float>()[0], 1e-5f);
        Assert.Equal(0.8f, weight.grad!.data<float>()[1], 1e-5f);
    }

    [RequiresFact(Tool.LibTorch)]
    public void Normal_SeededInit_HasTheAskedMoments()
    {
        manual_seed(9);
        using var weight = empty(20_000);

        nn.init.normal_(weight, 1, 0.5);

        Assert.Equal(1, weight.mean().ToDouble(), 0.02);
        Assert.Equal(0.5, weight.std().ToDouble(), 0.02);
    }

    private static double[] Run(int steps, Action<AdamW> halfway)
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(tensor(new[] { 0.5, -1.5 }));
        using var optimizer = optim.AdamW([weight], 0.1, weight_decay: 0.01);
        for (var step = 0; step < steps; step++)
        {
            if (step == steps / 2)
                halfway(optimizer);
            optimizer.zero_grad();
            weight.pow(2).sum().backward();
            optimizer.step();
        }
        return weight.data<double>().ToArray();
    }
}
