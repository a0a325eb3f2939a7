using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>CLIP's text tower: token ids to features that are not normalized.</summary>
/// <remarks>
/// Radford et al. 2021 (arXiv 2103.00020), section 2.4; parameter names are those of open_clip's checkpoints.
/// </remarks>
internal sealed class TextTower : Module<Tensor, Tensor, Tensor?, Tensor>, ITextTower
{
    private readonly bool isCausal;
    private readonly Embedding token_embedding;
    private readonly Parameter positional_embedding;
    private readonly Transformer transformer;
    private readonly LayerNorm ln_final;
    private readonly Parameter text_projection;

    public TextTower(ClipConfig config)
        : base(nameof(TextTower))
    {
        var text = config.Text;
        isCausal = text.IsCausal;
        token_embedding = Embedding(text.VocabularySize, text.Width);
        init.normal_(token_embedding.weight!, 0, 0.02);
        positional_embedding = new Parameter(randn(text.ContextLength, text.Width) * 0.01);
        transformer = new Transformer(text.Blocks, PromptPosition.AfterFirst);
        ln_final = LayerNorm(text.Width, text.LayerNormEpsilon);
        text_projection = new Parameter(randn(text.Width, config.Dimension) * Math.Pow(text.Width, -0.5));
        RegisterComponents();
    }

    /// <summary>Gets the tower's device.</summary>
    public Device Device => text_projection.device;

    /// <summary>Encodes a batch of sentences.</summary>
    /// <param name="inputIds">
    /// int64 (B, T): start, tokens, end, then any padding, which does not affect the features.
    /// </param>
    /// <param name="eot">int64 (B): the index of the end token, without prompts.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public override Tensor forward(Tensor inputIds, Tensor eot, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        return Encode(Embed(inputIds), eot, deepPrompts).MoveToOuterDisposeScope();
    }

    /// <summary>Embeds tokens, without their positions.</summary>
    /// <param name="inputIds">int64 (B, T).</param>
    /// <returns>(B, T, W).</returns>
    public Tensor Embed(Tensor inputIds) => token_embedding.call(inputIds);

    /// <summary>Encodes token embeddings, which may include learned vectors.</summary>
    /// <param name="embedded">(B, T, W), without positions.</param>
    /// <param name="eot">int64 (B): the index of the end token, without deep prompts.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    public Tensor Encode(Tensor embedded, Tensor eot, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        if (!isCausal)
            embedded = PadToContext(embedded, eot);
        var (batch, length) = (embedded.shape[0], embedded.shape[1]);
        var count = deepPrompts?.shape[2] ?? 0;
        var x = embedded.to(positional_embedding.dtype) + positional_embedding.narrow(0, 0, length); // (B, T, W)
        var mask = isCausal
            ? full([length + count, length + count], float.NegativeInfinity, dtype: x.dtype, device: x.device).triu(1)
            : null;
        x = transformer.call(x, deepPrompts, mask); // (B, T + P, W)
        var rows = arange(batch, dtype: ScalarType.Int64, device: x.device);
        x = ln_final.call(x.index(TensorIndex.Tensor(rows), TensorIndex.Tensor(eot + count))); // (B, W)
        return x.matmul(text_projection).MoveToOuterDisposeScope(); // (B, D)
    }

    // The embedding of token 0 at every position behind the end token, up to the context length C.
    private Tensor PadToContext(Tensor embedded, Tensor eot)
    {
        var (batch, length, width) = (embedded.shape[0], embedded.shape[1], embedded.shape[2]);
        var context = positional_embedding.shape[0];
        var padding = token_embedding.weight!.select(0, 0).to(embedded.dtype).expand(batch, context, width);
        var padded = cat([embedded, padding.narrow(1, 0, context - length)], 1); // (B, C, W)
        var isPadding = arange(context, device: embedded.device).unsqueeze(0) > eot.unsqueeze(1); // (B, C)
        return where(isPadding.unsqueeze(2), padding, padded);
    }
}
