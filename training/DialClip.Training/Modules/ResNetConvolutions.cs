using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The frozen convolutions of ResNet-18 up to the input of its last pooling: pixels to a grid.</summary>
/// <remarks>
/// He et al. 2015 (arXiv 1512.03385), in the form of <see cref="ResNetStem"/>. Buffers have the names of its weights;
/// <c>mean</c> is the mean picture.
/// </remarks>
internal sealed class ResNetConvolutions : Module<Tensor, Tensor>
{
    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);

    public ResNetConvolutions(VisionTowerConfig vision)
        : base(nameof(ResNetConvolutions))
    {
        Register("mean", [3, vision.ImageSize, vision.ImageSize]);
        foreach (var (name, shape) in ResNetStem.GetShapes(vision.StemWidth))
            Register(name, shape);
    }

    /// <summary>Computes the grid of a batch of pictures.</summary>
    /// <param name="pixels">(B, 3, S, S), RGB from 0 to 1.</param>
    /// <returns>(B, C, S / 32, S / 32).</returns>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = pixels.flip(1) * 255 - weights["mean"]; // (B, 3, S, S), blue first
        x = Convolve(ResNetStem.First, x).relu(); // (B, C / 8, S / 2, S / 2)
        // The zeros of the padding never exceed what a ReLU gives.
        x = functional.max_pool2d(functional.pad(x, [1, 0, 1, 0]), 3, 2); // (B, C / 8, S / 4, S / 4)
        foreach (var block in ResNetStem.Blocks)
        {
            var shortcut = block.Shortcut is { } layer ? Convolve(layer, x) : x;
            x = (Convolve(block.Second, Convolve(block.First, x).relu()) + shortcut).relu();
        }
        return x.MoveToOuterDisposeScope(); // (B, C, S / 32, S / 32)
    }

    private Tensor Convolve(StemConvolution layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        var (before, after) = ((long)layer.PadBefore, (long)layer.PadAfter);
        var padded = before == after ? x : functional.pad(x, [before, after, before, after]);
        var padding = before == after ? before : 0;
        var y = functional.conv2d(
            padded,
            weights[layer.Weight],
            null,
            strides: [layer.Stride, layer.Stride],
            padding: [padding, padding]
        );
        var names = layer.NormWeights;
        return functional
            .batch_norm(
                y,
                weights[names[2]],
                weights[names[3]],
                weights[names[0]],
                weights[names[1]],
                training: false,
                eps: StemConvolution.Epsilon
            )
            .MoveToOuterDisposeScope();
    }

    // Ones instead of zeros: a variance of 0 would blow up what is not loaded yet.
    private void Register(string name, long[] shape)
    {
        var tensor = ones(shape);
        register_buffer(name, tensor);
        weights[name] = tensor;
    }
}
