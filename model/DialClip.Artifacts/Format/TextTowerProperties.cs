using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The sizes of a text tower.</summary>
/// <param name="Width">The width Wt of its layers.</param>
/// <param name="Layers">The number Lt of its layers.</param>
/// <param name="Heads">The attention heads of a layer.</param>
/// <param name="ContextLength">The most tokens of a text, start and end included.</param>
/// <param name="VocabularySize">The number of token ids.</param>
public sealed record TextTowerProperties(int Width, int Layers, int Heads, int ContextLength, int VocabularySize)
{
    /// <summary>Gets its architecture: <see cref="TowerTypes.Bert"/>; null for CLIP's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    /// <summary>Gets how texts become ids, one of <see cref="TokenizerTypes"/>; null for CLIP's byte pairs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tokenizer { get; init; }

    /// <summary>Gets what follows a BERT's mean: linear, linear-bias or mlp; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Projection { get; init; }

    /// <summary>Gets the number of a BERT's token types; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TokenTypes { get; init; }

    /// <summary>Gets the activation of its layers; null where it is the backbone's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Activation { get; init; }

    /// <summary>Gets the epsilon of its layer normalizations; null for 1e-5.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LayerNormEpsilon { get; init; }

    /// <summary>Gets the width inside a feed-forward network; null for four times the width.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HiddenWidth { get; init; }

    /// <summary>Gets false where every token attends to all, padding included; null for true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Causal { get; init; }

    internal IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.NotPositive(
                ("text.width", Width),
                ("text.layers", Layers),
                ("text.heads", Heads),
                ("text.contextLength", ContextLength - 1),
                ("text.vocabularySize", VocabularySize),
                ("text.hiddenWidth", HiddenWidth ?? 1),
                ("text.layerNormEpsilon", LayerNormEpsilon ?? 1),
                ("text.tokenTypes", TokenTypes ?? 1)
            ),
            .. PropertyErrors.Unknown("text.type", Type, TowerTypes.Bert),
            .. PropertyErrors.Unknown("text.tokenizer", Tokenizer, TokenizerTypes.All),
            .. PropertyErrors.Unknown("text.projection", Projection, "linear", "linear-bias", "mlp"),
        ];
}
