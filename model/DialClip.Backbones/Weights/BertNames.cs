using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Weights;

/// <summary>The names and shapes of a BERT tower's weights: Hugging Face's, under <c>text.</c>.</summary>
public static class BertNames
{
    /// <summary>The embeddings of the tokens, (V, W).</summary>
    public const string Words = Embeddings + "word_embeddings.weight";

    /// <summary>The embeddings of the positions, (C, W).</summary>
    public const string Positions = Embeddings + "position_embeddings.weight";

    /// <summary>The embeddings of the token types, (types, W).</summary>
    public const string TokenTypes = Embeddings + "token_type_embeddings.weight";

    /// <summary>The layer normalization of the sum of the embeddings.</summary>
    public const string EmbeddingNorm = Embeddings + "LayerNorm";

    /// <summary>The linear layer of the projection, or the first of two with ".0", the second with ".2".</summary>
    public const string Projection = "text.dense";

    private const string Embeddings = "text.embeddings.";

    /// <summary>Gets the prefix of a layer's names.</summary>
    public static string GetLayer(int layer) => $"text.encoder.layer.{layer}.";

    /// <summary>Gets the width between the two layers of <see cref="TextProjection.Mlp"/>.</summary>
    public static int GetProjectionWidth(ClipConfig config) => (config.Text.Width + config.Dimension) / 2;

    /// <summary>Determines whether a weight is the matrix of a linear layer, (out, in).</summary>
    internal static bool IsLinear(string name) =>
        name.EndsWith(".weight", StringComparison.Ordinal)
        && !name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)
        && (
            name.StartsWith("text.encoder.layer.", StringComparison.Ordinal)
            || name.StartsWith(Projection, StringComparison.Ordinal)
        );

    internal static void AddShapes(Dictionary<string, long[]> shapes, ClipConfig config)
    {
        var text = config.Text;
        var (width, hidden) = (text.Width, text.HiddenWidth);
        shapes[Words] = [text.VocabularySize, width];
        shapes[Positions] = [text.ContextLength, width];
        if (text.TokenTypes > 0)
            shapes[TokenTypes] = [text.TokenTypes, width];
        shapes.AddNorm(EmbeddingNorm, width);
        for (var layer = 0; layer < text.Layers; layer++)
        {
            var name = GetLayer(layer);
            shapes.AddLinear(name + "attention.self.query", width, width);
            shapes.AddLinear(name + "attention.self.key", width, width);
            shapes.AddLinear(name + "attention.self.value", width, width);
            shapes.AddLinear(name + "attention.output.dense", width, width);
            shapes.AddNorm(name + "attention.output.LayerNorm", width);
            shapes.AddLinear(name + "intermediate.dense", width, hidden);
            shapes.AddLinear(name + "output.dense", hidden, width);
            shapes.AddNorm(name + "output.LayerNorm", width);
        }
        var between = GetProjectionWidth(config);
        switch (text.Projection)
        {
            case TextProjection.Linear:
                shapes[Projection + ".weight"] = [config.Dimension, width];
                break;
            case TextProjection.LinearWithBias:
                shapes.AddLinear(Projection, width, config.Dimension);
                break;
            case TextProjection.Mlp:
                shapes[Projection + ".0.weight"] = [between, width];
                shapes[Projection + ".2.weight"] = [config.Dimension, between];
                break;
            default:
                break;
        }
    }
}
