namespace DialClip.Encoders.Text;

/// <summary>What every tokenizer does alike.</summary>
internal static class TextTokenizerExtensions
{
    /// <summary>Puts start and end around ids that fit.</summary>
    public static int[] Frame(this ITextTokenizer tokenizer, IReadOnlyList<int> ids) =>
        [tokenizer.StartToken, .. ids, tokenizer.EndToken];
}
