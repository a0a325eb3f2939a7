using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The feed-forward network of a transformer block.</summary>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly Activation activation;
    private readonly Linear c_fc;
    private readonly Linear c_proj;

    public FeedForward(BlockConfig config)
        : base(nameof(FeedForward))
    {
        activation = config.Activation;
        c_fc = Linear(config.Width, config.HiddenWidth);
        c_proj = Linear(config.HiddenWidth, config.Width);
        RegisterComponents();
    }

    /// <summary>Maps each position independently, (B, T, W) to (B, T, W).</summary>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var hidden = Activate(c_fc.call(x)); // (B, T, H)
        return c_proj.call(hidden).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor x) =>
        activation switch
        {
            Activation.QuickGelu => x * (x * 1.702).sigmoid(),
            Activation.TanhGelu => x * 0.5 * (((x + x.pow(3) * 0.044715) * Math.Sqrt(2 / Math.PI)).tanh() + 1),
            _ => functional.gelu(x),
        };
}
