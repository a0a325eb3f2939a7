using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// Multi-head self-attention with a joint projection of query, key and value, in the layout of open_clip's checkpoints.
/// </summary>
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

    /// <summary>Attends over the positions of each sequence, (B, T, W) to (B, T, W).</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="mask">(T, T), added to the scores before the softmax; null for none.</param>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var projected = functional
            .linear(x, in_proj_weight, in_proj_bias) // (B, T, 3W)
            .view(batch, length, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4); // (3, B, h, T, W/h)
        var (query, key, value) = (projected.select(0, 0), projected.select(0, 1), projected.select(0, 2));
        var attended = functional
            .scaled_dot_product_attention(query, key, value, mask) // (B, h, T, W/h)
            .transpose(1, 2)
            .reshape(batch, length, width); // (B, T, W)
        return out_proj.call(attended).MoveToOuterDisposeScope();
    }
}
