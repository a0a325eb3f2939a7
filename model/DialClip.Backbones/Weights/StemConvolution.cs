namespace DialClip.Backbones.Weights;

/// <summary>A convolution of <see cref="ResNetStem"/> without bias, and the batch normalization behind it.</summary>
/// <param name="Number">The number in the name of its weight.</param>
/// <param name="Norm">The number in the name of the first of the normalization's four weights.</param>
/// <param name="From">The channels before it, in multiples of the first stage's; 3 colours for the first.</param>
/// <param name="To">The channels behind it, in multiples of the first stage's.</param>
/// <param name="Kernel">The side of its kernel.</param>
/// <param name="Stride">The step on both axes.</param>
public sealed record StemConvolution(int Number, int Norm, int From, int To, int Kernel, int Stride)
{
    /// <summary>The epsilon of the normalization.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Gets the name of the kernel, (to, from, kernel, kernel).</summary>
    public string Weight => $"Parameter{Number}";

    /// <summary>Gets the names of scale, bias, mean and variance of the normalization, (to) each.</summary>
    public IReadOnlyList<string> NormWeights =>
        [$"Parameter{Norm}", $"Parameter{Norm + 1}", $"Constant{Norm + 2}", $"Constant{Norm + 3}"];

    /// <summary>Gets the padding before the first row and column.</summary>
    public int PadBefore => Kernel / 2;

    /// <summary>Gets the padding behind the last row and column.</summary>
    public int PadAfter => Stride == 1 || Kernel == 1 ? Kernel / 2 : Kernel / 2 - 1;
}
