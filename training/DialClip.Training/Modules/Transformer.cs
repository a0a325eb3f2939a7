using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// The transformer blocks of a tower with deep prompts: before each block, its prompts replace the previous block's.
/// </summary>
/// <remarks>
/// Deep prompt tuning as in DialCLIP (arXiv 2401.01076). The paper leaves the positions open; golden tower cases pin
/// them.
/// </remarks>
internal sealed class Transformer : Module<Tensor, Tensor?, Tensor?, Tensor>
{
    private readonly PromptPosition place;
    private readonly ModuleList<ResidualAttentionBlock> resblocks;

    public Transformer(BlockConfig config, PromptPosition place)
        : base(nameof(Transformer))
    {
        this.place = place;
        resblocks = new ModuleList<ResidualAttentionBlock>([
            .. Enumerable.Range(0, config.Layers).Select(_ => new ResidualAttentionBlock(config)),
        ]);
        RegisterComponents();
    }

    /// <summary>Runs the blocks.</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <param name="mask">(T + P, T + P), or null.</param>
    /// <returns>(B, T + P, W).</returns>
    public override Tensor forward(Tensor x, Tensor? deepPrompts, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var prompts =
            deepPrompts is null || deepPrompts.shape[2] == 0 ? null : deepPrompts.to(x.dtype).expand(batch, -1, -1, -1);
        var count = prompts?.shape[2] ?? 0;
        for (var layer = 0; layer < resblocks.Count; layer++)
        {
            if (prompts is not null)
                x = Splice(x, prompts.select(1, layer), length, present: layer == 0 ? 0 : count);
            x = resblocks[layer].call(x, mask); // (B, T + P, W)
        }
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Splice(Tensor x, Tensor prompts, long length, long present) =>
        place switch
        {
            PromptPosition.AfterFirst => cat([x.narrow(1, 0, 1), prompts, x.narrow(1, 1 + present, length - 1)], 1),
            _ => cat([x.narrow(1, 0, length), prompts], 1),
        };
}
