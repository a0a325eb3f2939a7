using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Verification;

/// <summary>The towers of a checkpoint in TorchSharp, each loaded on its first use.</summary>
internal sealed class TorchTowers(ClipWeights weights) : ITowers
{
    private TextTower? text;
    private VisionTower? vision;

    public string Engine => "torch";

    public float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts)
    {
        // Before the scope opens, which disposes what is created in it.
        text ??= Load(new TextTower(weights.Config), "text.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, eot) = TextTensors.Pad(inputIds);
        return ModuleWeights.Read(text.call(ids, eot, ToTensor(deepPrompts))).Values;
    }

    public float[] EncodePixels(TensorData pixels, TensorData deepPrompts)
    {
        vision ??= Load(new VisionTower(weights.Config), "visual.");
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
        where T : nn.Module
    {
        ModuleWeights.Load(tower, weights.GetPart(prefix), "the checkpoint");
        tower.eval();
        return tower;
    }

    private static Tensor ToTensor(TensorData data) => tensor(data.Values, data.Shape);
}
