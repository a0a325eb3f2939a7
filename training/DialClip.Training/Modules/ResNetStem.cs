using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The frozen convolutions of ResNet-18 up to the input of its last pooling: pixels to a 7 x 7 grid.</summary>
/// <remarks>
/// He et al. 2015 (arXiv 1512.03385), as Microsoft.ML.DnnImageFeaturizer.ResNet18 has it: three blocks in the last
/// stage, and padding at the top and left of every layer that halves the grid. Buffers have the names of that package's
/// initializers; <c>mean</c> is its mean picture.
/// </remarks>
internal sealed class ResNetStem : Module<Tensor, Tensor>
{
    /// <summary>The number of values of a position of the grid.</summary>
    public const int Channels = 512;

    /// <summary>The number of rows, and of columns, of the grid.</summary>
    public const int GridSize = 7;

    /// <summary>The side of a picture in pixels.</summary>
    public const int ImageSize = 224;

    private const double Epsilon = 1e-5;

    private static readonly Layer First = new(91, 96, 3, 64, 7, 2);

    private static readonly IReadOnlyList<Block> Blocks =
    [
        new(new(86, 113, 64, 64, 3, 1), new(82, 127, 64, 64, 3, 1), null),
        new(new(77, 144, 64, 64, 3, 1), new(73, 158, 64, 64, 3, 1), null),
        new(new(68, 175, 64, 128, 3, 2), new(64, 189, 128, 128, 3, 1), new(199, 203, 64, 128, 1, 2)),
        new(new(59, 220, 128, 128, 3, 1), new(55, 234, 128, 128, 3, 1), null),
        new(new(50, 251, 128, 256, 3, 2), new(46, 265, 256, 256, 3, 1), new(275, 279, 128, 256, 1, 2)),
        new(new(41, 296, 256, 256, 3, 1), new(37, 310, 256, 256, 3, 1), null),
        new(new(32, 327, 256, 512, 3, 2), new(28, 341, 512, 512, 3, 1), new(351, 355, 256, 512, 1, 2)),
        new(new(23, 372, 512, 512, 3, 1), new(19, 386, 512, 512, 3, 1), null),
        new(new(14, 403, 512, 512, 3, 1), new(10, 417, 512, 512, 3, 1), null),
    ];

    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);

    public ResNetStem()
        : base(nameof(ResNetStem))
    {
        Register("mean", zeros(3, ImageSize, ImageSize));
        Register(First);
        foreach (var block in Blocks)
        {
            Register(block.First);
            Register(block.Second);
            if (block.Shortcut is { } shortcut)
                Register(shortcut);
        }
    }

    /// <summary>Computes the grid of a batch of pictures.</summary>
    /// <param name="pixels">(B, 3, 224, 224), RGB from 0 to 1.</param>
    /// <returns>(B, 512, 7, 7).</returns>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = pixels.flip(1) * 255 - weights["mean"]; // (B, 3, 224, 224), BGR
        x = Convolve(First, x).relu(); // (B, 64, 112, 112)
        // What is padded never exceeds a value after a ReLU.
        x = functional.max_pool2d(functional.pad(x, [1, 0, 1, 0]), 3, 2); // (B, 64, 56, 56)
        foreach (var block in Blocks)
        {
            var shortcut = block.Shortcut is { } layer ? Convolve(layer, x) : x;
            x = (Convolve(block.Second, Convolve(block.First, x).relu()) + shortcut).relu();
        }
        return x.MoveToOuterDisposeScope(); // (B, 512, 7, 7)
    }

    private Tensor Convolve(Layer layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        var before = layer.Kernel / 2;
        var after = layer.Kernel == 1 ? 0 : before - (layer.Stride - 1);
        var padded = before == after ? x : functional.pad(x, [before, after, before, after]);
        var padding = before == after ? before : 0L;
        var y = functional.conv2d(
            padded,
            weights[layer.WeightName],
            null,
            strides: [layer.Stride, layer.Stride],
            padding: [padding, padding]
        );
        var names = layer.NormalizationNames;
        return functional
            .batch_norm(
                y,
                weights[names[2]],
                weights[names[3]],
                weights[names[0]],
                weights[names[1]],
                training: false,
                eps: Epsilon
            )
            .MoveToOuterDisposeScope();
    }

    private void Register(Layer layer)
    {
        Register(layer.WeightName, zeros(layer.Output, layer.Input, layer.Kernel, layer.Kernel));
        foreach (var name in layer.NormalizationNames)
            Register(name, ones(layer.Output));
    }

    private void Register(string name, Tensor tensor)
    {
        register_buffer(name, tensor);
        weights[name] = tensor;
    }

    /// <summary>A convolution and its batch normalization, by the numbers in the names of the initializers.</summary>
    private sealed record Layer(int Weight, int Normalization, int Input, int Output, int Kernel, int Stride)
    {
        public string WeightName { get; } = FormattableString.Invariant($"Parameter{Weight}");

        /// <summary>Gets the names of scale, shift, mean and variance.</summary>
        public string[] NormalizationNames { get; } =
        [
            FormattableString.Invariant($"Parameter{Normalization}"),
            FormattableString.Invariant($"Parameter{Normalization + 1}"),
            FormattableString.Invariant($"Constant{Normalization + 2}"),
            FormattableString.Invariant($"Constant{Normalization + 3}"),
        ];
    }

    private sealed record Block(Layer First, Layer Second, Layer? Shortcut);
}
