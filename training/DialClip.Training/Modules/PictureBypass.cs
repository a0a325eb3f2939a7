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
    private readonly int channels;
    private readonly double dropout;

    /// <param name="config">The model, whose vision tower is of type resnet-vit.</param>
    /// <param name="dropout">The share of hidden values that training drops.</param>
    public PictureBypass(ClipConfig config, double dropout)
        : base(nameof(PictureBypass))
    {
        this.dropout = dropout;
        var vision = config.Vision;
        channels = vision.StemChannels;
        ln = LayerNorm(2 * channels, vision.LayerNormEpsilon);
        hidden = Linear(2 * channels, vision.BypassWidth);
        output = Linear(vision.BypassWidth, config.Dimension);
        linear = Linear(channels, config.Dimension, hasBias: false);
        RegisterComponents();
    }

    /// <summary>Encodes pooled grids.</summary>
    /// <param name="pooled">(B, 2 x C): the average, then the maximum.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor pooled)
    {
        using var scope = NewDisposeScope();
        var activated = functional.gelu(hidden.call(ln.call(pooled))); // (B, hidden)
        return (
            output.call(functional.dropout(activated, dropout, training)) + linear.call(pooled.narrow(1, 0, channels))
        ).MoveToOuterDisposeScope(); // (B, D)
    }
}
