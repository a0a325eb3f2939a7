using System.Text;
using Microsoft.ML.Tokenizers;
using Pieces = Microsoft.ML.Tokenizers.WordPieceTokenizer;

namespace DialClip.Encoders.Text;

/// <summary>
/// BERT's tokenizer: words, punctuation and Chinese characters apart, each in the longest pieces of the vocabulary; the
/// names of special tokens inside a text are ordinary text. Safe for use by many threads.
/// </summary>
public sealed class WordPieceTokenizer : ITextTokenizer
{
    private const int UnknownFactor = 4;

    private readonly Pieces pieces;
    private readonly int unknown;
    private readonly bool isCased;

    private WordPieceTokenizer(byte[] content, string path, bool isCased, int contextLength)
    {
        if (contextLength < 2)
            throw new ArgumentOutOfRangeException(
                nameof(contextLength),
                contextLength,
                "A context holds the start and the end token at least, so its length is 2 or more."
            );
        TextNormalization.RequireSupport(text => text.Normalize());
        var vocabulary = new WordPieceVocabulary(content, path);
        (VocabularySize, StartToken, EndToken) = (vocabulary.Count, vocabulary.StartToken, vocabulary.EndToken);
        (unknown, this.isCased, ContextLength) = (vocabulary.UnknownToken, isCased, contextLength);
        pieces = Pieces.Create(
            new MemoryStream(content, writable: false),
            new WordPieceOptions
            {
                UnknownToken = WordPieceVocabulary.Unknown,
                // In UTF-16 units; words are limited in code points before.
                MaxInputCharsPerWord = 2 * BertWords.MaxLength,
            }
        );
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int StartToken { get; }

    /// <inheritdoc/>
    public int EndToken { get; }

    /// <inheritdoc/>
    public int ContextLength { get; }

    /// <summary>Reads the vocabulary from the bytes of vocab.txt.</summary>
    /// <param name="content">One token on each line, in the order of their ids.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="isCased">Whether case and accents stay.</param>
    /// <param name="contextLength">The most ids of a text, start and end included.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not BERT's.</exception>
    /// <exception cref="PlatformNotSupportedException">The process runs in globalization-invariant mode.</exception>
    public static WordPieceTokenizer Read(byte[] content, string path, bool isCased, int contextLength)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(content, path, isCased, contextLength);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> EncodeText(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        var ids = new List<int>();
        foreach (var word in BertWords.Split(text, isCased, maxTokens))
        {
            if (ids.Count >= maxTokens)
                break;
            ids.AddRange(LookUp(word));
        }
        return ids.Count <= maxTokens ? ids : ids.GetRange(0, maxTokens);
    }

    /// <inheritdoc/>
    public int[] Encode(string text) => this.Frame(EncodeText(text, ContextLength - 2));

    /// <inheritdoc/>
    /// <remarks>
    /// An unknown word counts a token for each of its bytes. In a vocabulary without case, which is one of English,
    /// each character counts as one byte: of other scripts it knows the letters, and no words.
    /// </remarks>
    public double? MeasureBytesPerToken(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (words, others) = (new TokenRatio(), new TokenRatio());
        foreach (var word in BertWords.Split(text, isCased, ContextLength))
        {
            var ratio = Rune.IsLetter(Rune.GetRuneAt(word.Text, 0)) ? words : others;
            var bytes = isCased ? Encoding.UTF8.GetByteCount(word.Text) : word.Text.EnumerateRunes().Count();
            var ids = LookUp(word);
            ratio.Bytes += bytes;
            ratio.Tokens += ids.Contains(unknown) ? bytes : ids.Count;
        }
        return words.BytesPerToken ?? others.BytesPerToken;
    }

    /// <inheritdoc/>
    public string LeaveOutUnknownEmoji(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text;
        // Emoji leave room for words behind them; time is bounded all the same.
        var max = UnknownFactor * ContextLength * BertWords.MaxLength;
        var limited = text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
        return UnknownEmoji.LeaveOut(limited, IsKnown) ?? text;
    }

    private bool IsKnown(string emoji) =>
        EncodeText(emoji, ContextLength) is { Count: > 0 } ids && !ids.Contains(unknown);

    private IReadOnlyList<int> LookUp(BertWord word) => word.IsTooLong ? [unknown] : pieces.EncodeToIds(word.Text);
}
