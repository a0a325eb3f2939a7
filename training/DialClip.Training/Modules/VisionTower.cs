using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>CLIP's vision transformer: pixels to features that are not normalized.</summary>
/// <remarks>
/// Radford et al. 2021 (arXiv 2103.00020), section 2.4; parameter names are those of open_clip's checkpoints.
/// </remarks>
internal sealed class VisionTower : Module<Tensor, Tensor?, Tensor>, IVisionTower
{
    private readonly PicturePooling pooling;
    private readonly Conv2d conv1;
    private readonly Parameter class_embedding;
    private readonly Parameter positional_embedding;
    private readonly LayerNorm ln_pre;
    private readonly Transformer transformer;
    private readonly LayerNorm ln_post;
    private readonly Parameter proj;

    public VisionTower(ClipConfig config)
        : base(nameof(VisionTower))
    {
        var vision = config.Vision;
        pooling = vision.Pooling;
        var scale = Math.Pow(vision.Width, -0.5);
        conv1 = Conv2d(3, vision.Width, vision.PatchSize, vision.PatchSize, bias: false);
        class_embedding = new Parameter(randn(vision.Width) * scale);
        positional_embedding = new Parameter(randn(vision.Patches + 1, vision.Width) * scale);
        ln_pre = LayerNorm(vision.Width, vision.LayerNormEpsilon);
        transformer = new Transformer(vision.Blocks, PromptPosition.AtEnd);
        ln_post = LayerNorm(vision.Width, vision.LayerNormEpsilon);
        proj = new Parameter(randn(vision.Width, config.Dimension) * scale);
        RegisterComponents();
    }

    /// <summary>Encodes a batch of pictures.</summary>
    /// <param name="pixels">(B, 3, S, S), normalized with the model's mean and deviation.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor pixels, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var patches = conv1.call(pixels.to(proj.dtype)).flatten(2).transpose(1, 2); // (B, S²/p², W)
        var first = class_embedding.view(1, 1, -1).expand(pixels.shape[0], 1, -1); // (B, 1, W)
        var x = cat([first, patches], 1) + positional_embedding; // (B, 1 + S²/p², W)
        x = transformer.call(ln_pre.call(x), deepPrompts, null); // (B, 1 + S²/p² + P, W)
        return Pool(x, patches.shape[1]).matmul(proj).MoveToOuterDisposeScope(); // (B, D)
    }

    // (B, 1 + S²/p² + P, W) to (B, W)
    private Tensor Pool(Tensor x, long patches) =>
        pooling switch
        {
            PicturePooling.PatchMean => ln_post.call(x.narrow(1, 1, patches)).mean([1]),
            PicturePooling.PatchMeanThenNorm => ln_post.call(x.narrow(1, 1, patches).mean([1])),
            _ => ln_post.call(x.select(1, 0)),
        };
}
