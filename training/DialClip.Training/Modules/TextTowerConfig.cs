namespace DialClip.Training.Modules;

/// <summary>The dimensions of the text tower.</summary>
/// <param name="Width">W_t, the width of a token.</param>
/// <param name="Layers">L_t, the number of transformer blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="VocabularySize">The number of tokens.</param>
/// <param name="ContextLength">The maximum number of tokens of a sentence, start and end included.</param>
internal sealed record TextTowerConfig(int Width, int Layers, int Heads, int VocabularySize, int ContextLength)
{
    public void Validate()
    {
        if (Width <= 0 || Layers <= 0 || Heads <= 0 || Width % Heads != 0 || VocabularySize < 3 || ContextLength < 2)
            throw new InvalidDataException(
                $"The text tower is {this}; expected positive dimensions, a width that is a multiple of its heads, "
                    + "at least 3 tokens and a context of at least 2."
            );
    }
}
