namespace DialClip.Encoders.Text;

/// <summary>Turns texts into the token ids of a text tower. Safe for use by many threads.</summary>
public interface ITextTokenizer
{
    /// <summary>Gets the number of token ids; they run from 0 to one less than this.</summary>
    int VocabularySize { get; }

    /// <summary>Gets the id that begins every encoded text.</summary>
    int StartToken { get; }

    /// <summary>Gets the id that ends every encoded text.</summary>
    int EndToken { get; }

    /// <summary>Gets the most ids of a text, start and end included.</summary>
    int ContextLength { get; }

    /// <summary>
    /// Gets the first ids of a text, without start and end. The ids of texts joined by a space are the joined ids.
    /// </summary>
    /// <param name="text">Any text; its time is bounded by <paramref name="maxTokens"/>, not by its words.</param>
    /// <param name="maxTokens">The most ids to return, 0 or more.</param>
    IReadOnlyList<int> EncodeText(string text, int maxTokens);

    /// <summary>
    /// Gets start, the ids of the text and end; a text that is too long keeps its beginning, and the end stays last.
    /// </summary>
    int[] Encode(string text);

    /// <summary>
    /// Measures how much of a text the vocabulary knows, in bytes per token: a word that it was built from is one token
    /// or a few, a word of another language many.
    /// </summary>
    /// <param name="text">Any text; what exceeds the context is not measured.</param>
    /// <returns>
    /// The bytes per token of the words with letters, or of everything where there is no such word; null for a text
    /// without tokens.
    /// </returns>
    double? MeasureBytesPerToken(string text);

    /// <summary>
    /// Gets a text without the emoji that the vocabulary does not know: the tower has not learnt what they mean, and
    /// they would change what the words beside them mean.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text; unchanged where it has no other words, or where the vocabulary knows its emoji.</returns>
    string LeaveOutUnknownEmoji(string text);
}
