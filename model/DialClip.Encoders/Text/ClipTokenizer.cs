using System.IO.Compression;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DialClip.Encoders.Text;

/// <summary>
/// CLIP's byte-level BPE tokenizer: texts are composed (NFC) and lower-cased, HTML and typographic signs stay as they
/// are, and the names of special tokens inside a text are ordinary text. Safe for use by many threads.
/// </summary>
public sealed class ClipTokenizer : ITextTokenizer
{
    private const int MeasuredLetters = 64;

    // OpenAI's vocabulary has 2 or more bytes a token for the emoji that it was built from.
    private const double KnownBytesPerToken = 1.5;
    private const int UnknownFactor = 4;

    private readonly ClipPreTokenizer preTokenizer = new();
    private readonly BpeTokenizer encoder;
    private readonly int longestToken;

    private ClipTokenizer(BytePairVocabulary vocabulary, int contextLength)
    {
        if (contextLength < 2)
            throw new ArgumentOutOfRangeException(
                nameof(contextLength),
                contextLength,
                "A context holds the start and the end token at least, so its length is 2 or more."
            );
        TextNormalization.RequireSupport(text => text.Normalize());
        (VocabularySize, longestToken) = (vocabulary.Ids.Count, vocabulary.LongestToken);
        (StartToken, EndToken, ContextLength) = (vocabulary.StartToken, vocabulary.EndToken, contextLength);
        encoder = BpeTokenizer.Create(
            new BpeOptions(vocabulary.Ids)
            {
                Merges = vocabulary.Merges.Select(merge => $"{merge.Left} {merge.Right}"),
                ByteLevel = true,
                EndOfWordSuffix = ByteSymbols.EndOfWord,
                PreTokenizer = preTokenizer,
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

    /// <summary>Loads the vocabulary of a folder that holds vocab.json and merges.txt.</summary>
    /// <exception cref="FileNotFoundException">One of the two files is missing.</exception>
    /// <exception cref="InvalidDataException">The files are damaged or do not belong together.</exception>
    /// <exception cref="PlatformNotSupportedException">The process runs in globalization-invariant mode.</exception>
    public static ClipTokenizer Load(string folder, int contextLength = 77) =>
        new(VocabularyFiles.ReadFolder(folder), contextLength);

    /// <summary>Reads the vocabulary from the bytes of vocab.json and merges.txt.</summary>
    /// <param name="tokens">vocab.json.</param>
    /// <param name="merges">merges.txt.</param>
    /// <param name="folder">The folder they come from, for messages.</param>
    /// <param name="contextLength">The most ids of a text.</param>
    /// <exception cref="InvalidDataException">The files are damaged or do not belong together.</exception>
    internal static ClipTokenizer Read(byte[] tokens, byte[] merges, string folder, int contextLength) =>
        new(VocabularyFiles.Read(tokens, merges, folder), contextLength);

    /// <summary>
    /// Loads the merges as OpenAI publishes them (bpe_simple_vocab_16e6.txt, gzip or plain) and numbers the tokens as
    /// CLIP does.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds too few merges.</exception>
    /// <exception cref="PlatformNotSupportedException">The process runs in globalization-invariant mode.</exception>
    public static ClipTokenizer FromMerges(string path, int vocabularySize = 49_408, int contextLength = 77)
    {
        using var file = File.OpenRead(path);
        var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream content = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return new(VocabularyFiles.FromMerges(Lines(reader), vocabularySize, path), contextLength);
    }

    /// <summary>Gets a text as the tokenizer reads it: valid Unicode, composed (NFC), in lower case.</summary>
    /// <param name="text">Any text; a lone surrogate becomes U+FFFD.</param>
    /// <exception cref="PlatformNotSupportedException">The process runs in globalization-invariant mode.</exception>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextNormalization.RequireSupport(sample => sample.Normalize());
        return TextNormalization.Normalize(text);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> EncodeText(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        if (maxTokens == 0)
            return [];
        var bytes = (long)maxTokens * longestToken;
        var normalized = TextNormalization.Normalize(TextLimit.CutRaw(text, bytes));
        return encoder.EncodeToIds(TextLimit.CutNormalized(normalized, bytes), maxTokens, out _, out _);
    }

    /// <inheritdoc/>
    public int[] Encode(string text) => this.Frame(EncodeText(text, ContextLength - 2));

    /// <inheritdoc/>
    /// <remarks>Each byte of a script that the vocabulary does not know is a token.</remarks>
    public double? MeasureBytesPerToken(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normalized = TextNormalization.Normalize(TextLimit.CutRaw(text, (long)ContextLength * longestToken));
        var (words, others) = (new TokenRatio(), new TokenRatio());
        foreach (var (offset, length) in preTokenizer.PreTokenize(normalized))
        {
            var word = Cut(normalized.Substring(offset, length));
            var ratio = Rune.IsLetter(Rune.GetRuneAt(word, 0)) ? words : others;
            ratio.Bytes += Encoding.UTF8.GetByteCount(word);
            // All of them: their bytes are counted, too.
            ratio.Tokens += EncodeText(word, int.MaxValue).Count;
            if (words.Tokens + others.Tokens >= ContextLength)
                break;
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
        var limited = TextLimit.CutRaw(text, UnknownFactor * (long)ContextLength * longestToken);
        return UnknownEmoji.LeaveOut(limited, emoji => MeasureBytesPerToken(emoji) >= KnownBytesPerToken) ?? text;
    }

    // The beginning of a very long word tells as much, and its time is bounded.
    private static string Cut(string word)
    {
        if (word.Length <= MeasuredLetters)
            return word;
        return word[..(char.IsHighSurrogate(word[MeasuredLetters - 1]) ? MeasuredLetters - 1 : MeasuredLetters)];
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
