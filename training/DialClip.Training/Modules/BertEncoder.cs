using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The layers of a BERT with deep prompts: each layer's prompts replace those of the layer before.</summary>
internal sealed class BertEncoder : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly ModuleList<BertLayer> layer;

    public BertEncoder(BlockConfig blocks)
        : base(nameof(BertEncoder))
    {
        layer = new ModuleList<BertLayer>([.. Enumerable.Range(0, blocks.Layers).Select(_ => new BertLayer(blocks))]);
        RegisterComponents();
    }

    /// <summary>Runs the layers.</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="isReal">bool (B, T): false for padding, which is not attended to.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, T, W): the tokens without prompts.</returns>
    public override Tensor forward(Tensor x, Tensor isReal, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var prompts =
            deepPrompts is null || deepPrompts.shape[2] == 0 ? null : deepPrompts.to(x.dtype).expand(batch, -1, -1, -1);
        var count = prompts?.shape[2] ?? 0;
        // Prompts are never masked.
        var isOpen = cat([ones(batch, count, dtype: ScalarType.Bool, device: x.device), isReal], 1); // (B, P + T)
        // The first token stands before the prompts, and is real like them: the order among them does not matter.
        var mask = zeros(batch, 1, 1, count + length, dtype: x.dtype, device: x.device)
            .masked_fill(isOpen.logical_not().view(batch, 1, 1, -1), float.NegativeInfinity);
        for (var index = 0; index < layer.Count; index++)
        {
            var tokens = x;
            if (prompts is not null)
                // (B, T + P, W)
                tokens = cat([x.narrow(1, 0, 1), prompts.select(1, index), x.narrow(1, 1, length - 1)], 1);
            tokens = layer[index].call(tokens, mask);
            // (B, T, W)
            x = prompts is null ? tokens : cat([tokens.narrow(1, 0, 1), tokens.narrow(1, 1 + count, length - 1)], 1);
        }
        return x.alias().MoveToOuterDisposeScope();
    }
}
