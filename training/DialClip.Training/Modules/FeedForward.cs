using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The feed-forward network of a transformer block.</summary>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly bool quickGelu;
    private readonly Linear c_fc;
    private readonly Linear c_proj;

    public FeedForward(int width, bool quickGelu)
        : base(nameof(FeedForward))
    {
        this.quickGelu = quickGelu;
        c_fc = Linear(width, 4 * width);
        c_proj = Linear(4 * width, width);
        RegisterComponents();
    }

    /// <summary>Maps each position independently, (B, T, W) to (B, T, W).</summary>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var hidden = c_fc.call(x); // (B, T, 4W)
        hidden = quickGelu ? hidden * (hidden * 1.702).sigmoid() : functional.gelu(hidden);
        return c_proj.call(hidden).MoveToOuterDisposeScope();
    }
}
