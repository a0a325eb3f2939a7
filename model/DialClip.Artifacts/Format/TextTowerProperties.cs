namespace DialClip.Artifacts.Format;

/// <summary>The sizes of a text tower.</summary>
/// <param name="Width">The width Wt of its layers.</param>
/// <param name="Layers">The number Lt of its layers.</param>
/// <param name="Heads">The attention heads of a layer.</param>
/// <param name="ContextLength">The most tokens of a text, start and end included.</param>
/// <param name="VocabularySize">The number of token ids.</param>
public sealed record TextTowerProperties(int Width, int Layers, int Heads, int ContextLength, int VocabularySize)
{
    internal IEnumerable<string> Validate() =>
        PropertyErrors.NotPositive(
            ("text.width", Width),
            ("text.layers", Layers),
            ("text.heads", Heads),
            ("text.contextLength", ContextLength - 1),
            ("text.vocabularySize", VocabularySize)
        );
}
