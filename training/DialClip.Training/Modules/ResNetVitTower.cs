using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// The vision tower <c>resnet-vit</c>: a frozen ResNet-18, then a transformer with deep prompts beside a by-pass.
/// </summary>
internal sealed class ResNetVitTower : Module<Tensor, Tensor?, Tensor>
{
    private readonly ResNetStem stem;
    private readonly PictureTrunk trunk;
    private readonly PictureBypass bypass;

    /// <param name="blocks">The trunk's blocks.</param>
    /// <param name="dimension">D, the dimension of a feature.</param>
    /// <param name="trunkDropout">The share of token values that training drops.</param>
    /// <param name="bypassDropout">The share of hidden values that training drops.</param>
    public ResNetVitTower(BlockConfig blocks, int dimension, double trunkDropout = 0, double bypassDropout = 0)
        : base(nameof(ResNetVitTower))
    {
        stem = new ResNetStem();
        trunk = new PictureTrunk(blocks, dimension, trunkDropout);
        bypass = new PictureBypass(dimension, blocks.LayerNormEpsilon, bypassDropout);
        RegisterComponents();
    }

    /// <summary>Gets the frozen convolutions; their weights are named <c>stem.*</c>.</summary>
    public ResNetStem Stem => stem;

    /// <summary>Gets the transformer; its weights are named <c>trunk.*</c>.</summary>
    public PictureTrunk Trunk => trunk;

    /// <summary>Gets the by-pass; its weights are named <c>bypass.*</c>.</summary>
    public PictureBypass Bypass => bypass;

    /// <summary>Encodes a batch of pictures.</summary>
    /// <param name="pixels">(B, 3, 224, 224), RGB from 0 to 1.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor pixels, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        return EncodeGrids(Pool(pixels), deepPrompts).MoveToOuterDisposeScope();
    }

    /// <summary>Computes what the trained part sees of pictures.</summary>
    /// <param name="pixels">(B, 3, 224, 224), RGB from 0 to 1.</param>
    /// <returns>(B, 18 x 512), see <see cref="PooledGrid"/>.</returns>
    public Tensor Pool(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        return PooledGrid.Pool(stem.call(pixels)).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes pooled grids.</summary>
    /// <param name="pooled">(B, 18 x 512), see <see cref="PooledGrid"/>.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public Tensor EncodeGrids(Tensor pooled, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        const int tokenValues = PooledGrid.Tokens * ResNetStem.Channels;
        var tokens = pooled.narrow(1, 0, tokenValues).view(-1, PooledGrid.Tokens, ResNetStem.Channels);
        var rest = pooled.narrow(1, tokenValues, 2 * ResNetStem.Channels);
        return (trunk.call(tokens, deepPrompts) + bypass.call(rest)).MoveToOuterDisposeScope();
    }
}
