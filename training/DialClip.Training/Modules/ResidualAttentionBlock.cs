using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>A transformer block with layer normalization before attention and feed-forward.</summary>
internal sealed class ResidualAttentionBlock : Module<Tensor, Tensor?, Tensor>
{
    private readonly LayerNorm ln_1;
    private readonly SelfAttention attn;
    private readonly LayerNorm ln_2;
    private readonly FeedForward mlp;

    public ResidualAttentionBlock(BlockConfig config)
        : base(nameof(ResidualAttentionBlock))
    {
        ln_1 = LayerNorm(config.Width, config.LayerNormEpsilon);
        attn = new SelfAttention(config.Width, config.Heads);
        ln_2 = LayerNorm(config.Width, config.LayerNormEpsilon);
        mlp = new FeedForward(config);
        RegisterComponents();
    }

    /// <summary>Maps (B, T, W) to (B, T, W); <paramref name="mask"/> as in <see cref="SelfAttention"/>.</summary>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = x + attn.call(ln_1.call(x), mask);
        return (attended + mlp.call(ln_2.call(attended))).MoveToOuterDisposeScope();
    }
}
