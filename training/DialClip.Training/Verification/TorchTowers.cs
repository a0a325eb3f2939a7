using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Verification;

/// <summary>The towers of a checkpoint in TorchSharp, each loaded on its first use.</summary>
internal sealed class TorchTowers(ClipWeights weights) : ITowers
{
    private ITextTower? text;
    private IVisionTower? vision;

    public string Engine => "torch";

    public float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts)
    {
        // Before the scope opens, which disposes what is created in it.
        text ??= Load(ClipTowers.CreateText(weights.Config), "text.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, eot) = TextTensors.Pad(inputIds);
        return ModuleWeights.Read(text.call(ids, eot, ToTensor(deepPrompts))).Values;
    }

    public float[] EncodePixels(TensorData pixels, TensorData deepPrompts)
    {
        vision ??= Load(ClipTowers.CreateVision(weights.Config), "visual.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ModuleWeights.Read(vision.call(ToTensor(pixels), ToTensor(deepPrompts))).Values;
    }

    public void Dispose()
    {
        text?.Dispose();
        vision?.Dispose();
    }

    private T Load<T>(T tower, string prefix)
    {
        var module = (nn.Module)(object)tower!;
        ModuleWeights.Load(module, weights.GetPart(prefix), "the checkpoint");
        module.eval();
        return tower;
    }

    private static Tensor ToTensor(TensorData data) => tensor(data.Values, data.Shape);
}
