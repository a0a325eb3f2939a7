using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>Multi-head self-attention with one joint projection for query, key and value (the layout of open_clip's checkpoints).</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor?, Tensor>
{
    private readonly int heads;
    private readonly Parameter in_proj_weight;
    private readonly Parameter in_proj_bias;
    private readonly Linear out_proj;

    public SelfAttention(int width, int heads)
        : base(nameof(SelfAttention))
    {
        this.heads = heads;
        in_proj_weight = new Parameter(randn(3 * width, width).mul_(Math.Pow(width, -0.5)));
        in_proj_bias = new Parameter(zeros(3 * width));
        out_proj = Linear(width, width);
        RegisterComponents();
    }

    /// <summary>Mixes the positions of each sequence.</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="mask">(T, T), added to the scores before the softmax; null where every position sees every other.</param>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var joint = functional
            .linear(x, in_proj_weight, in_proj_bias) // (B, T, 3W)
            .view(batch, length, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4); // (3, B, h, T, W/h)
        var mixed = functional
            .scaled_dot_product_attention(joint.select(0, 0), joint.select(0, 1), joint.select(0, 2), mask) // (B, h, T, W/h)
            .transpose(1, 2)
            .reshape(batch, length, width); // (B, T, W)
        return out_proj.call(mixed).MoveToOuterDisposeScope();
    }
}
