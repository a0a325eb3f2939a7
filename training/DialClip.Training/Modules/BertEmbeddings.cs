using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The sum of word, position and token type, normalized.</summary>
internal sealed class BertEmbeddings : Module<Tensor, Tensor>
{
    private readonly Embedding word_embeddings;
    private readonly Embedding position_embeddings;
    private readonly Embedding? token_type_embeddings;
    private readonly LayerNorm LayerNorm;

    public BertEmbeddings(TextTowerConfig text)
        : base(nameof(BertEmbeddings))
    {
        word_embeddings = Embedding(text.VocabularySize, text.Width);
        position_embeddings = Embedding(text.ContextLength, text.Width);
        token_type_embeddings = text.TokenTypes > 0 ? Embedding(text.TokenTypes, text.Width) : null;
        LayerNorm = nn.LayerNorm(text.Width, text.LayerNormEpsilon);
        foreach (var embedding in new[] { word_embeddings, position_embeddings, token_type_embeddings })
        {
            if (embedding is not null)
                init.normal_(embedding.weight!, 0, 0.02);
        }
        RegisterComponents();
    }

    /// <summary>Gets the tower's device.</summary>
    public Device Device => word_embeddings.weight!.device;

    /// <summary>Embeds tokens, (B, T) to (B, T, W).</summary>
    public Tensor EmbedWords(Tensor inputIds) => word_embeddings.call(inputIds);

    /// <summary>Adds positions and the type 0 to embedded words, (B, T, W) to (B, T, W).</summary>
    public override Tensor forward(Tensor embedded)
    {
        using var scope = NewDisposeScope();
        var positions = position_embeddings.weight!;
        var sum = embedded.to(positions.dtype) + positions.narrow(0, 0, embedded.shape[1]);
        if (token_type_embeddings is not null)
            sum = sum + token_type_embeddings.weight!.select(0, 0);
        return LayerNorm.call(sum).MoveToOuterDisposeScope();
    }
}
