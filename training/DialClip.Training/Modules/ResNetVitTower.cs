using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// The vision tower <c>resnet-vit</c>: a frozen ResNet-18, then a transformer with deep prompts beside a by-pass.
/// </summary>
internal sealed class ResNetVitTower : Module<Tensor, Tensor?, Tensor>, IVisionTower
{
    private readonly ResNetConvolutions stem;
    private readonly PictureTrunk trunk;
    private readonly PictureBypass bypass;

    /// <param name="config">The model, whose vision tower is of type resnet-vit.</param>
    /// <param name="trunkDropout">The share of token values that training drops.</param>
    /// <param name="bypassDropout">The share of hidden values that training drops.</param>
    public ResNetVitTower(ClipConfig config, double trunkDropout = 0, double bypassDropout = 0)
        : base(nameof(ResNetVitTower))
    {
        Layout = new PooledGrid(config.Vision);
        stem = new ResNetConvolutions(config.Vision);
        trunk = new PictureTrunk(config, trunkDropout);
        bypass = new PictureBypass(config, bypassDropout);
        RegisterComponents();
    }

    /// <summary>Gets the layout of what <see cref="Pool"/> gives.</summary>
    public PooledGrid Layout { get; }

    /// <summary>Gets the frozen convolutions; their weights are named <c>stem.*</c>.</summary>
    public ResNetConvolutions Stem => stem;

    /// <summary>Gets the transformer; its weights are named <c>trunk.*</c>.</summary>
    public PictureTrunk Trunk => trunk;

    /// <summary>Gets the by-pass; its weights are named <c>bypass.*</c>.</summary>
    public PictureBypass Bypass => bypass;

    /// <inheritdoc cref="IVisionTower.call"/>
    public override Tensor forward(Tensor pixels, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        return EncodeGrids(Pool(pixels), deepPrompts).MoveToOuterDisposeScope();
    }

    /// <summary>Computes what the trained part sees of pictures.</summary>
    /// <param name="pixels">(B, 3, S, S), RGB from 0 to 1.</param>
    /// <returns>(B, (tokens + 2) x C), see <see cref="PooledGrid"/>.</returns>
    public Tensor Pool(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        return Layout.Pool(stem.call(pixels)).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes pooled grids.</summary>
    /// <param name="pooled">(B, (tokens + 2) x C), see <see cref="PooledGrid"/>.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public Tensor EncodeGrids(Tensor pooled, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var (tokens, whole) = Layout.Split(pooled);
        return (trunk.call(tokens, deepPrompts) + bypass.call(whole)).MoveToOuterDisposeScope();
    }
}
