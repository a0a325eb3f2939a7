using System.Text.Json.Serialization;

namespace DialClip.Backbones.Towers;

/// <summary>The dimensions of the text tower.</summary>
/// <param name="Width">W_t, the width of a token.</param>
/// <param name="Layers">L_t, the number of transformer blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="VocabularySize">The number of tokens.</param>
/// <param name="ContextLength">The maximum number of tokens of a sentence, start and end included.</param>
public sealed record TextTowerConfig(int Width, int Layers, int Heads, int VocabularySize, int ContextLength)
{
    /// <summary>Gets the architecture.</summary>
    public TextTowerType Type { get; init; }

    /// <summary>Gets what follows the mean of a BERT's tokens.</summary>
    public TextProjection Projection { get; init; }

    /// <summary>Gets the number of a BERT's token types, of which type 0 is added to every token; 0 for none.</summary>
    public int TokenTypes { get; init; }

    /// <summary>Gets the activation of the feed-forward networks.</summary>
    public Activation Activation { get; init; }

    /// <summary>Gets the epsilon of layer normalization.</summary>
    public double LayerNormEpsilon { get; init; } = BlockConfig.DefaultEpsilon;

    /// <summary>Gets the width between the two layers of a feed-forward network.</summary>
    public int HiddenWidth { get; init; } = 4 * Width;

    /// <summary>Gets whether a position of a CLIP's tower attends only to those before it.</summary>
    /// <remarks>
    /// Otherwise every position attends to all, to padding, too: sentences are padded with token 0 to the context
    /// length, as open_clip does.
    /// </remarks>
    public bool IsCausal { get; init; } = true;

    /// <summary>Gets the transformer blocks.</summary>
    [JsonIgnore]
    public BlockConfig Blocks => new(Width, Layers, Heads, HiddenWidth, Activation, LayerNormEpsilon);

    public void Validate()
    {
        if (!Blocks.IsValid || VocabularySize < 3 || ContextLength < 2 || TokenTypes < 0)
            throw new InvalidDataException(
                $"The text tower is {this}; expected positive dimensions, a width that is a multiple of its heads, "
                    + $"at most {BlockConfig.MaxLayers} layers, at least 3 tokens and a context of at least 2."
            );
    }
}
