using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The text tower <c>bert</c>: bidirectional, the mean over the tokens, then a projection if any.</summary>
/// <remarks>
/// Devlin et al. 2018 (arXiv 1810.04805) with mean pooling as in Reimers and Gurevych 2019 (arXiv 1908.10084);
/// parameter names are Hugging Face's. Each layer's deep prompts stand behind the first token, are attended to, and are
/// not pooled.
/// </remarks>
internal sealed class BertTextTower : Module<Tensor, Tensor, Tensor?, Tensor>, ITextTower
{
    private readonly BertEmbeddings embeddings;
    private readonly BertEncoder encoder;
    private readonly Module<Tensor, Tensor>? dense;

    /// <param name="config">The model, whose text tower is of type bert.</param>
    public BertTextTower(ClipConfig config)
        : base(nameof(BertTextTower))
    {
        var text = config.Text;
        embeddings = new BertEmbeddings(text);
        encoder = new BertEncoder(text.Blocks);
        dense = CreateProjection(config);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Device Device => embeddings.Device;

    /// <inheritdoc cref="ITextTower.call"/>
    public override Tensor forward(Tensor inputIds, Tensor eot, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        return Encode(Embed(inputIds), eot, deepPrompts).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Embed(Tensor inputIds) => embeddings.EmbedWords(inputIds);

    /// <inheritdoc/>
    public Tensor Encode(Tensor embedded, Tensor eot, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var length = embedded.shape[1];
        var x = embeddings.call(embedded); // (B, T, W)
        var isReal = arange(length, device: x.device).unsqueeze(0) <= eot.unsqueeze(1); // (B, T)
        x = encoder.call(x, isReal, deepPrompts); // (B, T, W)
        var weights = isReal.to(x.dtype).unsqueeze(2); // (B, T, 1)
        var mean = (x * weights).sum(1) / weights.sum(1); // (B, W)
        return (dense is null ? mean.alias() : dense.call(mean)).MoveToOuterDisposeScope(); // (B, D)
    }

    private static Module<Tensor, Tensor>? CreateProjection(ClipConfig config)
    {
        var (width, between) = (config.Text.Width, BertNames.GetProjectionWidth(config));
        return config.Text.Projection switch
        {
            TextProjection.Linear => Linear(width, config.Dimension, hasBias: false),
            TextProjection.LinearWithBias => Linear(width, config.Dimension),
            TextProjection.Mlp => Sequential(
                Linear(width, between, hasBias: false),
                GELU(),
                Linear(between, config.Dimension, hasBias: false)
            ),
            _ => null,
        };
    }
}
