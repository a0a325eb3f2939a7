using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The by-pass of a picture's trunk: from the average and the maximum over its grid to a feature.</summary>
internal sealed class PictureBypass : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln;
    private readonly Linear hidden;
    private readonly Linear output;
    private readonly Linear linear;
    private readonly double dropout;

    /// <param name="dimension">D, the dimension of a feature.</param>
    /// <param name="epsilon">The epsilon of layer normalization.</param>
    /// <param name="dropout">The share of hidden values that training drops.</param>
    public PictureBypass(int dimension, double epsilon, double dropout)
        : base(nameof(PictureBypass))
    {
        this.dropout = dropout;
        const int width = 2 * ResNetStem.Channels;
        ln = LayerNorm(width, epsilon);
        hidden = Linear(width, width);
        output = Linear(width, dimension);
        linear = Linear(ResNetStem.Channels, dimension, hasBias: false);
        RegisterComponents();
    }

    /// <summary>Encodes pooled grids.</summary>
    /// <param name="pooled">(B, 1024): the average, then the maximum.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor pooled)
    {
        using var scope = NewDisposeScope();
        var activated = functional.gelu(hidden.call(ln.call(pooled))); // (B, 1024)
        return (
            output.call(functional.dropout(activated, dropout, training))
            + linear.call(pooled.narrow(1, 0, ResNetStem.Channels))
        ).MoveToOuterDisposeScope(); // (B, D)
    }
}
