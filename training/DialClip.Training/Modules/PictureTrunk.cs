using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The transformer over a picture's tokens, whose layers take deep prompts.</summary>
internal sealed class PictureTrunk : Module<Tensor, Tensor?, Tensor>
{
    private readonly Linear input;
    private readonly Parameter class_embedding;
    private readonly Parameter positional_embedding;
    private readonly Transformer transformer;
    private readonly LayerNorm ln_post;
    private readonly Linear proj;
    private readonly double dropout;

    /// <param name="config">The model, whose vision tower is of type resnet-vit.</param>
    /// <param name="dropout">The share of token values that training drops.</param>
    public PictureTrunk(ClipConfig config, double dropout)
        : base(nameof(PictureTrunk))
    {
        this.dropout = dropout;
        var (vision, blocks) = (config.Vision, config.Vision.Blocks);
        var scale = Math.Pow(blocks.Width, -0.5);
        input = Linear(vision.StemChannels, blocks.Width);
        class_embedding = new Parameter(randn(blocks.Width) * scale);
        positional_embedding = new Parameter(randn(vision.Patches + 1, blocks.Width) * scale);
        transformer = new Transformer(blocks, PromptPosition.AtEnd);
        ln_post = LayerNorm(blocks.Width, blocks.LayerNormEpsilon);
        proj = Linear(blocks.Width, config.Dimension, hasBias: false);
        RegisterComponents();
    }

    /// <summary>Encodes tokens.</summary>
    /// <param name="tokens">(B, tokens, C).</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor tokens, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var x = functional.dropout(input.call(tokens), dropout, training); // (B, tokens, W)
        var first = class_embedding.view(1, 1, -1).expand(x.shape[0], 1, -1); // (B, 1, W)
        x = transformer.call(cat([first, x], 1) + positional_embedding, deepPrompts, null); // (B, 1 + tokens + P, W)
        return proj.call(ln_post.call(x.select(1, 0))).MoveToOuterDisposeScope(); // (B, D)
    }
}
