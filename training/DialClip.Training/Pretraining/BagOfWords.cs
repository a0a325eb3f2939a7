using DialClip.Training.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining;

/// <summary>
/// An encoder of sentences as the weighted mean of tokens: quick to train, and the initialization of the text tower.
/// </summary>
/// <remarks>
/// It equals one attention layer over normalized tokens, so that <see cref="CopyTo"/> can write it into a text tower's
/// first block.
/// </remarks>
internal sealed class BagOfWords : Module
{
    private readonly int width;
    private readonly Parameter embedding;
    private readonly Parameter importance;
    private readonly LayerNorm norm;
    private readonly Parameter logit_scale;

    public BagOfWords(int vocabularySize, int width)
        : base(nameof(BagOfWords))
    {
        this.width = width;
        embedding = new Parameter(randn(vocabularySize, width) * 0.02);
        importance = new Parameter(zeros(width));
        norm = LayerNorm(width);
        logit_scale = new Parameter(tensor((float)Math.Log(1 / 0.07)));
        RegisterComponents();
    }

    /// <summary>Initializes the token embeddings.</summary>
    /// <param name="table">(V, W), row-major.</param>
    public void Initialize(float[] table)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        embedding.copy_(tensor(table, embedding.shape));
    }

    /// <summary>Gets the natural logarithm of the factor on cosine similarities.</summary>
    public Parameter LogitScale => logit_scale;

    /// <summary>Encodes sentences.</summary>
    /// <param name="sentences">Token ids with start and end.</param>
    /// <returns>(B, W), unit length.</returns>
    public Tensor Encode(IReadOnlyList<int[]> sentences)
    {
        using var scope = NewDisposeScope();
        var tokens = tensor(sentences.SelectMany(sentence => sentence.Select(token => (long)token)).ToArray()); // (N)
        var rows = tensor(
            sentences.SelectMany((sentence, row) => Enumerable.Repeat((long)row, sentence.Length)).ToArray()
        ); // (N)
        var ends = tensor(sentences.Select(sentence => (long)sentence[^1]).ToArray()); // (B)
        var table = functional.layer_norm(embedding, [width]); // (V, W)
        var weights = table.matmul(importance.unsqueeze(1)).exp(); // (V, 1)
        var tokenWeights = weights.index_select(0, tokens); // (N, 1)
        var sums = zeros(sentences.Count, width).index_add(0, rows, table.index_select(0, tokens) * tokenWeights, 1);
        var mean = sums / zeros(sentences.Count, 1).index_add(0, rows, tokenWeights, 1); // (B, W)
        return functional.normalize(norm.call(table.index_select(0, ends) + mean), dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Writes the bag of words into a text tower, which then computes the same: the first block's attention is the bag,
    /// and all other residual branches are zero.
    /// </summary>
    public void CopyTo(TextTower tower, TextTowerConfig config)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weights = tower.state_dict();
        weights["token_embedding.weight"].copy_(functional.layer_norm(embedding, [width]));
        weights["positional_embedding"].zero_();
        var (projection, bias) = (zeros(3 * width, width), zeros(3 * width));
        var headWidth = width / config.Heads;
        for (var head = 0; head < config.Heads; head++)
        {
            // The query is a constant; the key of each head is the token's importance.
            bias[head * headWidth].fill_(Math.Sqrt(headWidth));
            projection[width + head * headWidth].copy_(importance);
        }
        projection.narrow(0, 2 * width, width).copy_(eye(width));
        weights["transformer.resblocks.0.attn.in_proj_weight"].copy_(projection);
        weights["transformer.resblocks.0.attn.in_proj_bias"].copy_(bias);
        foreach (var (name, weight) in weights)
            if (
                name.Contains("out_proj.", StringComparison.Ordinal)
                || name.Contains("c_proj.", StringComparison.Ordinal)
            )
                weight.zero_();
        weights["transformer.resblocks.0.attn.out_proj.weight"].copy_(eye(width));
        weights["ln_final.weight"].copy_(norm.weight!);
        weights["ln_final.bias"].copy_(norm.bias!);
        weights["text_projection"].copy_(eye(width, weights["text_projection"].shape[1]));
    }
}
