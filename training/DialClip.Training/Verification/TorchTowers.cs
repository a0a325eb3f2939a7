using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Verification;

/// <summary>The towers of a checkpoint in TorchSharp.</summary>
internal sealed class TorchTowers : ITowers
{
    private readonly ClipTower clip;

    public TorchTowers(ClipWeights weights)
    {
        clip = new ClipTower(weights.Config);
        ModuleWeights.Load(clip, weights.Tensors, "the checkpoint");
        clip.eval();
    }

    public string Engine => "torch";

    public float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (ids, eot) = TextBatch.Of(inputIds);
        return ModuleWeights.Read(clip.Text.call(ids, eot, ToTensor(deepPrompts))).Values;
    }

    public float[] EncodePixels(TensorData pixels, TensorData deepPrompts)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return ModuleWeights.Read(clip.Visual.call(ToTensor(pixels), ToTensor(deepPrompts))).Values;
    }

    public void Dispose() => clip.Dispose();

    private static Tensor ToTensor(TensorData data) => tensor(data.Values, data.Shape);
}
